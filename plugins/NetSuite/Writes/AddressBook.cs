using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>What has to happen to the address book of a customer that stands. A wanted line is the standing one with
/// its <c>id</c>, else with its <c>label</c>, else with its address; what other lines there are belongs to those who
/// entered them, and so does the choice of the default.</summary>
internal static class AddressBook
{
    public const string List = "addressBook";

    private static readonly string[] Defaults = ["defaultShipping", "defaultBilling"];

    /// <summary>The lines to send: changed ones with their <c>id</c>, new ones without. None where the book shows all
    /// that is wanted, so that a repeat adds nothing.</summary>
    public static List<JsonObject> Edits(JsonElement standing, JsonObject wanted)
    {
        var free = LinesOf(standing);
        var all = free.ToList();
        var edits = new List<JsonObject>();
        foreach (var line in DocumentBody.Lines(wanted, List))
        {
            var match = Match(free, line);
            free.Remove(match!);
            var edit = (JsonObject)line.DeepClone();
            foreach (var flag in Defaults.Where(flag => all.Exists(other => other != match && IsTrue(other, flag))))
            {
                edit.Remove(flag);
            }

            if (match is null)
            {
                edits.Add(edit);
            }
            else if (!Shows(match, edit))
            {
                edit["id"] = match["id"]?.DeepClone();
                edits.Add(edit);
            }
        }

        return edits;
    }

    public static Write Without(Write write)
    {
        if (!write.Record.Has(List))
        {
            return write;
        }

        var body = DocumentBody.Of(write.Record, List);
        return write with { Record = Record.Parse(body.ToJsonString()) };
    }

    private static JsonObject? Match(List<JsonObject> standing, JsonObject line) =>
        Text(line, "id") is { } id ? standing.Find(candidate => Text(candidate, "id") == id)
        : Text(line, "label") is { Length: > 0 } label
            ? standing.Find(candidate => label.Equals(Text(candidate, "label"), StringComparison.OrdinalIgnoreCase))
        : standing.Find(candidate => Shows(candidate, new JsonObject { [Address] = line[Address]?.DeepClone() }));

    private static List<JsonObject> LinesOf(JsonElement standing) =>
        standing.TryGetProperty(List, out var book) && book.TryGetProperty("items", out var items)
            ? [.. JsonNode.Parse(items.GetRawText())!.AsArray().OfType<JsonObject>()]
            : [];

    private static bool Shows(JsonObject standing, JsonObject written)
    {
        using var there = JsonDocument.Parse(standing.ToJsonString());
        using var asked = JsonDocument.Parse(written.ToJsonString());
        return StandingRecord.Shows(there.RootElement, asked.RootElement);
    }

    private static string? Text(JsonObject line, string field) => line[field]?.ToString();

    private static bool IsTrue(JsonObject line, string field) => Text(line, field) is "true" or "T";

    private const string Address = "addressBookAddress";
}
