using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>What mutations answer. Pure.</summary>
internal static class Payload
{
    /// <summary>It worked; a record is named by its id.</summary>
    public static JsonObject Of(string field, JsonNode? value, string errors = "userErrors") => new()
    {
        [field] = value is JsonObject record && record["id"] is { } id ? id.DeepClone() : value,
        [errors] = new JsonArray(),
    };

    /// <summary>An answer with one user error.</summary>
    public static JsonObject Wrong(
        string[]? field, string message, string? code = null, string errors = "userErrors") => new()
        {
            [errors] = new JsonArray(Error(field, message, code)),
        };

    public static JsonObject Error(string[]? field, string message, string? code = null) => new()
    {
        ["field"] = field is null
            ? null : new JsonArray([.. field.Select(part => (JsonNode?)JsonValue.Create(part))]),
        ["message"] = message,
        ["code"] = code,
    };
}
