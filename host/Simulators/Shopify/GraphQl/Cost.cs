using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>What a document costs before it runs: a scalar 0, an object 1, a list its page, a mutation 10.</summary>
internal static class Cost
{
    private const int Mutation = 10;
    private const int ListDefault = 10;

    public static int Of(Operation operation)
    {
        var fields = Sum(operation, operation.Selections, operation.RootType);
        return operation.IsMutation ? fields + (Mutation * operation.Selections.Selections.Count) : fields;
    }

    private static int Sum(Operation operation, GraphQLSelectionSet? selections, string? type) =>
        operation.AllFieldsOf(selections, type).Sum(selected => Of(operation, selected.Field, selected.Type));

    private static int Of(Operation operation, GraphQLField field, string? type)
    {
        var known = type is null ? null : Schema.Admin.Find(type, field.Name.StringValue);
        if (known is null || field.SelectionSet is null)
        {
            return 0;
        }

        var inner = Sum(operation, field.SelectionSet, known.Type.Name);
        var arguments = operation.ArgumentsOf(field, known);
        // A page costs by a tenth of its size and its content grows with the square root: what the service charges for
        // nested pages is far less than their product, and the exact formula is not published.
        return known switch
        {
            { Type.IsConnection: true } => 2 + (int)Math.Ceiling(Page(arguments) * Math.Max(1, inner) / 10.0),
            { Name: "nodes", Type.Name: "Node" } => arguments["ids"]!.AsArray().Count * (1 + (inner / 10)),
            { Type.IsList: true } => 1 + inner,
            _ when type?.EndsWith("Connection", StringComparison.Ordinal) == true => inner,
            _ => 1 + inner,
        };
    }

    private static int Page(System.Text.Json.Nodes.JsonObject arguments) =>
        arguments["first"] is { } first ? (int)first.Whole() : ListDefault;
}
