using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>A document or a call that is answered with top-level <c>errors</c>.</summary>
internal sealed class GraphQlError(string code, string message, params string[] path) : Exception(message)
{
    /// <summary>What is wrong with a variable, or null.</summary>
    public JsonArray? Problems { get; init; }

    /// <summary>True for an error of one field while others are answered: the field is null in <c>data</c>.</summary>
    public bool IsOfField { get; init; }

    public JsonObject ToJson()
    {
        var extensions = new JsonObject { ["code"] = code };
        if (Problems is not null)
        {
            extensions["problems"] = Problems.DeepClone();
        }

        return new JsonObject
        {
            ["message"] = Message,
            ["locations"] = new JsonArray(new JsonObject { ["line"] = 1, ["column"] = 1 }),
            ["path"] = new JsonArray([.. path.Select(part => (JsonNode?)JsonValue.Create(part))]),
            ["extensions"] = extensions,
        };
    }
}
