using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLParser;
using GraphQLParser.AST;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>One mutation of a recorded call, and what was refused in it.</summary>
/// <param name="Call">The whole call.</param>
/// <param name="Field">The mutation's name.</param>
/// <param name="Document">The same mutation that asks for its user errors only: clients select what they like.</param>
/// <param name="Variables">The variables it uses.</param>
/// <param name="Errors">The list of user errors in its answer.</param>
internal sealed record RecordedMutation(
    RecordedCall Call, string Field, string Document, JsonObject Variables, JsonElement Errors)
{
    /// <summary>The mutations of a call whose answer has a list of user errors.</summary>
    public static IEnumerable<RecordedMutation> In(RecordedCall call)
    {
        if (Parse(call.Query) is not { Operation: OperationType.Mutation } operation
            || !call.Answer.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var field in operation.SelectionSet.Selections.OfType<GraphQLField>())
        {
            var key = (field.Alias?.Name ?? field.Name).StringValue;
            if (data.TryGetProperty(key, out var payload) && payload.ValueKind == JsonValueKind.Object
                && ErrorsIn(payload) is { } errors)
            {
                yield return Of(call, operation, field, errors);
            }
        }
    }

    /// <summary>What identifies a refusal: its field, its message without ids, its code where the client asked for
    /// it.</summary>
    public static IReadOnlyList<string> Of(JsonElement errors, bool withCode) => [.. errors.EnumerateArray()
        .Select(each => string.Join(" | ",
            each.GetProperty("field").ValueKind == JsonValueKind.Array ? string.Join(
                '.', each.GetProperty("field").EnumerateArray().Select(part => part.ToString())) : "",
            System.Text.RegularExpressions.Regex.Replace(
                each.GetProperty("message").GetString()!, @"gid://shopify/\w+/\d+", "an id"),
            withCode && each.TryGetProperty("code", out var code) ? code.ToString() : ""))
        .Order(StringComparer.Ordinal)];

    /// <summary>Whether the recording client asked for codes.</summary>
    public bool HasCodes => Errors.EnumerateArray().All(each => each.TryGetProperty("code", out _));

    private static RecordedMutation Of(
        RecordedCall call, GraphQLOperationDefinition operation, GraphQLField field, JsonElement errors)
    {
        var head = TextOf(call.Query, field.Arguments) + " " + TextOf(call.Query, field.Directives);
        var used = (operation.Variables?.Items ?? []).Where(variable => System.Text.RegularExpressions.Regex.IsMatch(
            head, $@"\${variable.Variable.Name.StringValue}\b")).ToArray();
        var definitions = string.Join(", ", used.Select(variable => TextOf(call.Query, variable)));
        var variables = new JsonObject();
        foreach (var name in used.Select(variable => variable.Variable.Name.StringValue))
        {
            if (call.Variables.ValueKind == JsonValueKind.Object && call.Variables.TryGetProperty(name, out var value))
            {
                variables[name] = JsonNode.Parse(value.GetRawText());
            }
        }

        var codes = errors.EnumerateArray().Any(each => each.TryGetProperty("code", out _));
        return new RecordedMutation(call, field.Name.StringValue,
            $"mutation {(definitions.Length == 0 ? "" : $"({definitions}) ")}{{ {field.Name.StringValue}{head} "
                + $"{{ {ErrorsOf(field)} {{ field message {(codes ? "code" : "")} }} }} }}",
            variables, errors);
    }

    private static string ErrorsOf(GraphQLField field) =>
        field.Name.StringValue == "orderCancel" ? "orderCancelUserErrors" : "userErrors";

    private static JsonElement? ErrorsIn(JsonElement payload) =>
        new[] { "userErrors", "orderCancelUserErrors" }.Select(name =>
            payload.TryGetProperty(name, out var errors) && errors.ValueKind == JsonValueKind.Array
            && errors.EnumerateArray().All(each => each.ValueKind == JsonValueKind.Object
                && each.TryGetProperty("field", out _) && each.TryGetProperty("message", out _))
            ? errors : (JsonElement?)null).FirstOrDefault(errors => errors is not null);

    private static GraphQLOperationDefinition? Parse(string query)
    {
        try
        {
            return Parser.Parse(query).Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault();
        }
        catch (GraphQLParser.Exceptions.GraphQLSyntaxErrorException)
        {
            return null; // Some were recorded to see a document refused.
        }
    }

    private static string TextOf(string query, ASTNode? node) =>
        node is null ? "" : query[node.Location.Start..node.Location.End];
}
