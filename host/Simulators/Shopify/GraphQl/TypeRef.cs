using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>A type as a field or an argument has it: a name, wrapped in lists and in "must be there".</summary>
/// <param name="Name">The innermost type.</param>
/// <param name="IsRequired">Whether it is never null.</param>
/// <param name="Item">What the list holds, or null when it is no list.</param>
internal sealed record TypeRef(string Name, bool IsRequired, TypeRef? Item)
{
    public bool IsList => Item is not null;

    public bool IsConnection => Name.EndsWith("Connection", StringComparison.Ordinal);

    public static TypeRef Of(GraphQLType type) => type switch
    {
        GraphQLNonNullType must => Of(must.Type) with { IsRequired = true },
        GraphQLListType list when Of(list.Type) is var item => new TypeRef(item.Name, false, item),
        GraphQLNamedType named => new TypeRef(named.Name.StringValue, false, null),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public override string ToString() => (Item is null ? Name : $"[{Item}]") + (IsRequired ? "!" : "");
}
