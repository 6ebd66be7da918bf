using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>Answers an operation from records that are JSON in the API's own shape: a field is a property, or what a
/// resolver says; a connection is a list that is paged here.</summary>
internal sealed class Executor(Operation operation, IResolvers resolvers)
{
    private const int PageMost = 250;
    private const string CursorPrefix = "at:";

    /// <summary>The <c>data</c> of the answer.</summary>
    public JsonObject Run() => Select(new JsonObject(), operation.RootType, operation.Selections, []);

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
        var arguments = operation.ArgumentsOf(field);
        Check(known, arguments, path);
        var call = new FieldCall(type, name, record, arguments, operation.IdempotencyKey(field));
        var value = resolvers.Resolve(call);
        if (known.IsConnection)
        {
            return Page(value?.AsArray() ?? [], known.Type, arguments, field, path);
        }

        return value switch
        {
            null => null,
            JsonArray list =>
                new JsonArray([.. Limited(list, arguments).Select(item => Shape(item, known.Type, field, path))]),
            _ => Shape(value, known.Type, field, path),
        };
    }

    private JsonNode? Shape(JsonNode? value, string type, GraphQLField field, string[] path) => value switch
    {
        JsonObject record => Select(record, record["__typename"]?.GetValue<string>() ?? type, field.SelectionSet, path),
        _ => value?.DeepClone(),
    };

    private JsonObject Page(JsonArray all, string type, JsonObject arguments, GraphQLField field, string[] path)
    {
        var first = (int)(arguments["first"]?.GetValue<long>() ?? throw new GraphQlError(
            "MISSING_PAGINATION_BOUNDARIES", "you must provide one of first or last", path));
        if (first > PageMost)
        {
            throw new GraphQlError("MAX_INPUT_SIZE_EXCEEDED",
                $"The input array size of {first} is greater than the maximum allowed of {PageMost}.", path);
        }

        var from = arguments["after"]?.GetValue<string>() is { } after ? PlaceOf(after, path) + 1 : 0;
        var nodes = all.Skip(from).Take(first).ToArray();
        var page = new JsonObject
        {
            ["nodes"] = new JsonArray([.. nodes.Select(node => node?.DeepClone())]),
            ["edges"] = new JsonArray([.. nodes.Select((node, at) =>
                new JsonObject { ["cursor"] = CursorAt(from + at), ["node"] = node?.DeepClone() })]),
            ["pageInfo"] = new JsonObject
            {
                ["hasNextPage"] = from + nodes.Length < all.Count,
                ["hasPreviousPage"] = from > 0,
                ["startCursor"] = nodes.Length == 0 ? null : CursorAt(from),
                ["endCursor"] = nodes.Length == 0 ? null : CursorAt(from + nodes.Length - 1),
            },
        };
        return Select(page, type, field.SelectionSet, path);
    }

    private static void Check(Schema.Field known, JsonObject arguments, string[] path)
    {
        foreach (var (name, _) in arguments)
        {
            if (!known.Arguments.ContainsKey(name))
            {
                throw new GraphQlError(
                    "argumentNotAccepted", $"Field '{known.Name}' doesn't accept argument '{name}'", path);
            }
        }

        foreach (var (name, _) in known.Arguments.Where(argument => argument.Value && arguments[argument.Key] is null))
        {
            throw new GraphQlError(
                "missingRequiredArguments", $"Field '{known.Name}' is missing required arguments: {name}", path);
        }
    }

    private static IEnumerable<JsonNode?> Limited(JsonArray list, JsonObject arguments) =>
        arguments["first"] is { } first ? list.Take((int)first.GetValue<long>()) : list;

    private static string CursorAt(int place) =>
        Convert.ToBase64String(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{CursorPrefix}{place}")));

    private static int PlaceOf(string cursor, string[] path)
    {
        try
        {
            return int.Parse(
                Encoding.UTF8.GetString(
                    Convert.FromBase64String(cursor))[CursorPrefix.Length..], CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentOutOfRangeException)
        {
            throw new GraphQlError("INVALID_CURSOR", "Invalid cursor for current pagination sort.", path);
        }
    }
}

/// <summary>One field being asked for.</summary>
/// <param name="Type">The type it is on.</param>
/// <param name="Name">Its name.</param>
/// <param name="Record">The record it is on.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="IdempotencyKey">The key of <c>@idempotent</c>, or null.</param>
internal sealed record FieldCall(
    string Type, string Name, JsonObject Record, JsonObject Arguments, string? IdempotencyKey);

/// <summary>Gives values for fields; by default the property of that name.</summary>
internal interface IResolvers
{
    JsonNode? Resolve(FieldCall call);
}
