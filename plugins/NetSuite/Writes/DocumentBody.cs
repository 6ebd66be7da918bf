using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>The body that goes over the wire: the record without what only the connector reads.</summary>
internal static class DocumentBody
{
    public static JsonObject Of(Record record, params string[] without)
    {
        var body = JsonNode.Parse(record.ToUtf8())!.AsObject();
        foreach (var field in without)
        {
            body.Remove(field);
        }

        return body;
    }

    /// <summary>The lines of a list, or none.</summary>
    public static IEnumerable<JsonObject> Lines(JsonObject body, string list) =>
        (body[list] as JsonObject)?["items"] is JsonArray items ? items.OfType<JsonObject>() : [];
}
