using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>A document or a call that is answered with top-level <c>errors</c>.</summary>
internal sealed class GraphQlError(string code, string message, params string[] path) : Exception(message)
{
    public JsonObject ToJson() => new()
    {
        ["message"] = Message,
        ["locations"] = new JsonArray(new JsonObject { ["line"] = 1, ["column"] = 1 }),
        ["path"] = new JsonArray([.. path.Select(part => (JsonNode?)JsonValue.Create(part))]),
        ["extensions"] = new JsonObject { ["code"] = code },
    };
}
