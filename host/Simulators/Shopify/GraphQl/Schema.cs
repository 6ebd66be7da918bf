using GraphQLParser;
using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>The types, fields and arguments that exist, read from <c>schema.graphql</c>.</summary>
internal sealed class Schema
{
    private readonly Dictionary<string, Dictionary<string, Field>> _types;

    private Schema(Dictionary<string, Dictionary<string, Field>> types) => _types = types;

    /// <summary>The embedded schema.</summary>
    public static Schema Admin { get; } = Read();

    public bool HasType(string type) => _types.ContainsKey(type);

    public Field? Find(string type, string field) => _types.GetValueOrDefault(type)?.GetValueOrDefault(field);

    private static Schema Read()
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream("shopify.graphql")!;
        using var reader = new StreamReader(stream);
        var document = Parser.Parse(reader.ReadToEnd());
        var types = document.Definitions.OfType<GraphQLObjectTypeDefinition>().ToDictionary(
            type => type.Name.StringValue,
            type => (type.Fields?.Items ?? []).ToDictionary(field => field.Name.StringValue, FieldOf));
        foreach (var face in document.Definitions.OfType<GraphQLInterfaceTypeDefinition>())
        {
            var fields = face.Fields?.Items ?? [];
            types[face.Name.StringValue] = fields.ToDictionary(field => field.Name.StringValue, FieldOf);
        }

        return new Schema(types);
    }

    private static Field FieldOf(GraphQLFieldDefinition field)
    {
        var arguments = (field.Arguments?.Items ?? []).ToDictionary(
            argument => argument.Name.StringValue, argument => argument.Type is GraphQLNonNullType);
        return new Field(field.Name.StringValue, Inner(field.Type), IsList(field.Type), arguments);
    }

    private static string Inner(GraphQLType type) => type switch
    {
        GraphQLNonNullType must => Inner(must.Type),
        GraphQLListType list => Inner(list.Type),
        GraphQLNamedType named => named.Name.StringValue,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static bool IsList(GraphQLType type) => type switch
    {
        GraphQLNonNullType must => IsList(must.Type),
        GraphQLListType => true,
        _ => false,
    };

    /// <summary>A field.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">The innermost type.</param>
    /// <param name="IsList">True for lists.</param>
    /// <param name="Arguments">By name, whether they must be given.</param>
    internal sealed record Field(string Name, string Type, bool IsList, IReadOnlyDictionary<string, bool> Arguments)
    {
        public bool IsConnection => Type.EndsWith("Connection", StringComparison.Ordinal);
    }
}
