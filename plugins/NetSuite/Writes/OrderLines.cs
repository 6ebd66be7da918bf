using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>The lines of an order that stands, and what has to happen to them. A wanted line is the standing one with
/// its <c>line</c>, else with its outside id, else the next one of the same item.</summary>
internal sealed class OrderLines
{
    private readonly List<JsonObject> _standing;
    private readonly string _lineKey;

    private OrderLines(List<JsonObject> standing, string lineKey) => (_standing, _lineKey) = (standing, lineKey);

    public static OrderLines Of(JsonElement order, string lineKey)
    {
        var lines = order.TryGetProperty("item", out var list) && list.TryGetProperty("items", out var items)
            ? JsonNode.Parse(items.GetRawText())!.AsArray().OfType<JsonObject>().ToList()
            : [];
        return new OrderLines(lines, lineKey);
    }

    /// <summary>Whether anything was fulfilled or billed, or closed by a person: from then on lines are edited one by
    /// one.</summary>
    public bool AreLinked => _standing.Exists(line =>
        Number(line, "quantityFulfilled") > 0 || Number(line, "quantityBilled") > 0
        || Number(line, "quantityPicked") > 0 || IsTrue(line, "linked") || IsTrue(line, "isClosed"));

    /// <summary>Closes what is open.</summary>
    public List<JsonObject> CloseAll() => [.. _standing.Where(line => !IsTrue(line, "isClosed")).Select(Closed)];

    public List<JsonObject> EditsTo(IReadOnlyList<JsonObject> wanted)
    {
        var free = _standing.ToList();
        var pairs = new List<(JsonObject Wanted, JsonObject? Standing)>();
        foreach (var line in wanted)
        {
            pairs.Add((line, Taken(free, candidate => SameKey(candidate, line))));
        }

        for (var index = 0; index < pairs.Count; index++)
        {
            if (pairs[index].Standing is null && pairs[index].Wanted["line"] is null)
            {
                var line = pairs[index].Wanted;
                pairs[index] = (line, Taken(free, candidate => SameItem(candidate, line)));
            }
        }

        var edits = pairs.Select(pair => Edit(pair.Wanted, pair.Standing)).OfType<JsonObject>().ToList();
        edits.AddRange(free.Where(line => !IsTrue(line, "isClosed")).Select(Closed));
        return edits;
    }

    private static JsonObject? Edit(JsonObject wanted, JsonObject? standing)
    {
        if (standing is null)
        {
            return Copy(wanted);
        }

        using var there = JsonDocument.Parse(standing.ToJsonString());
        using var asked = JsonDocument.Parse(wanted.ToJsonString());
        if (StandingRecord.Shows(there.RootElement, asked.RootElement))
        {
            return null;
        }

        var edit = Copy(wanted);
        edit["line"] = standing["line"]?.DeepClone();
        // The item of a line that was shipped stays as it is.
        edit.Remove("item");
        return edit;
    }

    private static JsonObject Closed(JsonObject line) =>
        new() { ["line"] = line["line"]?.DeepClone(), ["isClosed"] = true };

    private static JsonObject? Taken(List<JsonObject> free, Predicate<JsonObject> fits)
    {
        var found = free.Find(fits);
        if (found is not null)
        {
            free.Remove(found);
        }

        return found;
    }

    private bool SameKey(JsonObject standing, JsonObject wanted) => wanted["line"] is not null
        ? Text(standing, "line") == Text(wanted, "line")
        : Text(wanted, _lineKey) is { Length: > 0 } key && Text(standing, _lineKey) == key;

    // A standing line with an outside id of its own is another line.
    private bool SameItem(JsonObject standing, JsonObject wanted) =>
        Id(standing["item"]) is { Length: > 0 } item && item == Id(wanted["item"])
        && Text(standing, _lineKey) is null or "";

    private static JsonObject Copy(JsonObject line) => (JsonObject)line.DeepClone();

    private static string? Id(JsonNode? reference) =>
        (reference is JsonObject fields ? fields["id"] : reference)?.ToString();

    private static string? Text(JsonObject line, string field) => field is "" ? null : line[field]?.ToString();

    private static bool IsTrue(JsonObject line, string field) => line[field]?.ToString() is "true" or "T";

    private static decimal Number(JsonObject line, string field) => decimal.TryParse(
        line[field]?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
