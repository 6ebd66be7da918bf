using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>What makes a standing order look like the record.</summary>
/// <param name="Body">The body of the PATCH.</param>
/// <param name="ReplacesLines">Whether its list is the whole list.</param>
/// <param name="IsEmpty">Whether the order looks like it already.</param>
internal sealed record OrderEdit(JsonObject Body, bool ReplacesLines, bool IsEmpty)
{
    private static readonly OrderEdit Nothing = new([], false, true);

    /// <summary>A script cancels or closes an order by these letters, which NetSuite shows and does not take: closing
    /// every line leads there.</summary>
    public static bool IsCancelling(Record record) => ExternalId.TextIn(record, "orderStatus.id") is "C" or "H";

    public static OrderEdit Between(JsonElement standing, Record record, string lineKey)
    {
        var lines = OrderLines.Of(standing, lineKey);
        if (IsCancelling(record))
        {
            var closed = lines.CloseAll();
            return closed.Count == 0 ? Nothing : new OrderEdit(Listed([], closed), false, false);
        }

        using var written = JsonDocument.Parse(record.ToUtf8());
        if (StandingRecord.Shows(standing, written.RootElement))
        {
            return Nothing;
        }

        var body = JsonNode.Parse(record.ToUtf8())!.AsObject();
        if (!IsPending(standing))
        {
            // The letters move by themselves; written, an old one would be refused.
            body.Remove("orderStatus");
        }

        if (body["item"] is null || !lines.AreLinked)
        {
            return new OrderEdit(body, body["item"] is not null, false);
        }

        var edits = lines.EditsTo([.. DocumentBody.Lines(body, "item")]);
        body.Remove("item");
        using var header = JsonDocument.Parse(body.ToJsonString());
        return edits.Count == 0 && StandingRecord.Shows(standing, header.RootElement)
            ? Nothing
            : new OrderEdit(Listed(body, edits), false, false);
    }

    private static JsonObject Listed(JsonObject body, List<JsonObject> lines)
    {
        if (lines.Count > 0)
        {
            body["item"] = new JsonObject { ["items"] = new JsonArray([.. lines]) };
        }

        return body;
    }

    private static bool IsPending(JsonElement standing) =>
        standing.TryGetProperty("orderStatus", out var status)
        && (status.ValueKind == JsonValueKind.Object ? status.GetProperty("id").ToString() : status.ToString())
            is "A" or "B";
}
