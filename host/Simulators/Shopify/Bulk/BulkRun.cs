using System.Text.Json.Nodes;
using GraphQLParser.AST;
using IntegrationHost.Simulators.Shopify.GraphQl;

namespace IntegrationHost.Simulators.Shopify.Bulk;

/// <summary>Runs the document of a bulk operation: one list at the root, lists inside it as lines of their
/// own.</summary>
internal sealed class BulkRun(Operation operation, IResolvers resolvers)
{
    private const int ListsMost = 5;

    private readonly Executor _executor = new(operation, resolvers);

    /// <exception cref="GraphQlError">It is no document for a bulk operation.</exception>
    public List<string> Lines()
    {
        var lines = new List<string>();
        var roots = operation.FieldsOf(operation.Selections, operation.RootType).ToArray();
        if (roots is not [var root] || Schema.Admin.Find("QueryRoot", root.Name.StringValue)?.Type is not { } type
            || !type.IsConnection)
        {
            throw new GraphQlError("INVALID", "Bulk queries must contain at least one connection.");
        }

        Write(lines, [], "QueryRoot", root, parent: null, depth: 1);
        return lines;
    }

    private void Write(
        List<string> lines, JsonObject owner, string ownerType, GraphQLField field, string? parent, int depth)
    {
        if (depth > ListsMost)
        {
            throw new GraphQlError("INVALID", $"Bulk queries cannot contain more than {ListsMost} connections.");
        }

        var known = Schema.Admin.Find(ownerType, field.Name.StringValue)!;
        var call = new FieldCall(
            ownerType, field.Name.StringValue, owner, operation.ArgumentsOf(field, known), IdempotencyKey: null);
        var (selection, type) = NodeOf(field, known.Type.Name);
        var records = resolvers.Resolve(call, known.Type) as IEnumerable<JsonNode?> ?? [];
        foreach (var record in records.OfType<JsonObject>())
        {
            var lists = operation.FieldsOf(selection, type)
                .Where(each => Schema.Admin.Find(type, each.Name.StringValue)?.Type.IsConnection == true).ToArray();
            var line = _executor.SelectFlat(record, type, selection, lists);
            var id = record["id"]?.GetValue<string>();
            if (parent is not null)
            {
                line["__parentId"] = parent;
            }

            lines.Add(line.ToJsonString());
            foreach (var list in lists)
            {
                Write(lines, record, type, list, id, depth + 1);
            }
        }
    }

    private (GraphQLSelectionSet? Selection, string Type) NodeOf(GraphQLField field, string connection)
    {
        foreach (var inner in operation.FieldsOf(field.SelectionSet, connection))
        {
            var type = Schema.Admin.Find(connection, inner.Name.StringValue)!.Type.Name;
            switch (inner.Name.StringValue)
            {
                case "nodes":
                    return (inner.SelectionSet, type);
                case "edges" when operation.FieldsOf(inner.SelectionSet, type)
                    .FirstOrDefault(each => each.Name.StringValue == "node") is { } node:
                    return (node.SelectionSet, Schema.Admin.Find(type, "node")!.Type.Name);
            }
        }

        throw new GraphQlError("INVALID", "The connection field must have an edges or nodes field.");
    }
}
