using System.Text.Json.Nodes;
using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>Answers an operation from records that are JSON in the API's own shape: a field is a property, or what a
/// resolver says; a connection is a list that is paged here. A field that fails is null and told beside
/// <c>data</c>.</summary>
internal sealed class Executor(Operation operation, IResolvers resolvers)
{
    /// <summary>What went wrong in single fields.</summary>
    public JsonArray Errors { get; } = [];

    /// <summary>The <c>data</c> of the answer.</summary>
    public JsonObject Run() => Select([], operation.RootType, operation.Selections, []);

    /// <summary>One record without the lists that are written elsewhere.</summary>
    public JsonObject SelectFlat(
        JsonObject record, string type, GraphQLSelectionSet? selections, IReadOnlyCollection<GraphQLField> without)
    {
        var selected = new JsonObject();
        foreach (var field in operation.FieldsOf(selections, type).Except(without))
        {
            var key = field.Alias?.Name.StringValue ?? field.Name.StringValue;
            selected[key] = field.Name.StringValue == "__typename" ? type : Answer(record, type, field, [key]);
        }

        return selected;
    }

    private JsonObject Select(JsonObject record, string type, GraphQLSelectionSet? selections, string[] path)
    {
        var selected = new JsonObject();
        foreach (var field in operation.FieldsOf(selections, type))
        {
            var name = field.Name.StringValue;
            var key = field.Alias?.Name.StringValue ?? name;
            selected[key] = name == "__typename"
                ? record["__typename"]?.DeepClone() ?? type
                : Answer(record, type, field, [.. path, key]);
        }

        return selected;
    }

    private JsonNode? Answer(JsonObject record, string type, GraphQLField field, string[] path)
    {
        var name = field.Name.StringValue;
        var known = Schema.Admin.Find(type, name)
            ?? throw new GraphQlError("undefinedField", $"Field '{name}' doesn't exist on type '{type}'", path);
        try
        {
            var arguments = operation.ArgumentsOf(field, known);
            var call = new FieldCall(type, name, record, arguments, operation.IdempotencyKey(field));
            return Answer(known, resolvers.Resolve(call, known.Type), arguments, field, path);
        }
        catch (GraphQlError fault) when (fault.IsOfField && !known.Type.IsRequired)
        {
            Errors.Add(fault.ToJson());
            return null;
        }
    }

    private JsonNode? Answer(
        Schema.Field known, object? value, JsonObject arguments, GraphQLField field, string[] path) => value switch
        {
            _ when known.Type.IsConnection => Shape(
                Paging.Of([.. value as IEnumerable<JsonNode?> ?? []], arguments, path),
                known.Type.Name, field, path),
            null when !known.Type.IsRequired => null,
            null => Defaults.Of(known.Type) ?? throw new GraphQlError(
                "INTERNAL_SERVER_ERROR", $"the played shop has no {string.Join('.', path)}", path),
            IEnumerable<JsonNode?> list when known.Type.IsList => new JsonArray([.. Limited(list, arguments)
                .Select(item => Shape(item, known.Type.Name, field, path))]),
            _ => Shape((JsonNode)value, known.Type.Name, field, path),
        };

    private JsonNode? Shape(JsonNode? value, string type, GraphQLField field, string[] path) => value switch
    {
        JsonObject record when field.SelectionSet is not null =>
            Select(record, record["__typename"]?.GetValue<string>() ?? type, field.SelectionSet, path),
        _ => value?.DeepClone(),
    };

    private static IEnumerable<JsonNode?> Limited(IEnumerable<JsonNode?> list, JsonObject arguments) =>
        arguments["first"] is { } first ? list.Take((int)first.Whole()) : list;
}
