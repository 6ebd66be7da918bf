using System.Globalization;
using System.Text.Json.Nodes;
using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>Values as they stand in a document, as JSON. Pure.</summary>
internal static class Literals
{
    /// <summary>A value without variables.</summary>
    public static JsonNode? Of(GraphQLValue? value) => Of(value, []);

    /// <summary>A value, its variables filled in; one that was not given stays away.</summary>
    public static JsonNode? Of(GraphQLValue? value, JsonObject variables) => value switch
    {
        null or GraphQLNullValue => null,
        GraphQLVariable variable => variables[variable.Name.StringValue]?.DeepClone(),
        GraphQLListValue list => new JsonArray([.. (list.Values ?? []).Select(item => Of(item, variables))]),
        GraphQLObjectValue record => new JsonObject((record.Fields ?? [])
            .Where(field => IsGiven(field.Value, variables))
            .Select(field => KeyValuePair.Create(field.Name.StringValue, Of(field.Value, variables)))),
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLEnumValue name => name.Name.StringValue,
        GraphQLBooleanValue flag => flag.BoolValue,
        GraphQLIntValue number => long.Parse(number.Value.Span, CultureInfo.InvariantCulture),
        GraphQLFloatValue number => decimal.Parse(number.Value.Span, CultureInfo.InvariantCulture),
        _ => throw new GraphQlError("argumentLiteralsIncompatible", $"{value.Kind} is not expected here"),
    };

    /// <summary>Whether there is a value: a variable that was not given is none.</summary>
    public static bool IsGiven(GraphQLValue? value, JsonObject variables) =>
        value is not GraphQLVariable variable || variables.ContainsKey(variable.Name.StringValue);
}
