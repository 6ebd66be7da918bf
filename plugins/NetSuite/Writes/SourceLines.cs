using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Makes the lines a script lists the whole of a transform: NetSuite takes every line along that is not
/// mentioned, and a refund or a parcel would be larger than it is. A line is known by <c>orderLine</c>, else by a
/// <c>custcol…</c> it shares with one line of the source, else by its item.</summary>
/// <param name="source">The source with its lists.</param>
/// <param name="ships">Whether goods move.</param>
internal sealed class SourceLines(JsonElement source, bool ships)
{
    private readonly List<JsonObject> _lines = LinesOf(source);

    /// <summary>Completes the body; answers what is wrong with it, or null.</summary>
    /// <param name="body">The body of the transform.</param>
    /// <param name="everything">Whether all lines come along as far as they are open.</param>
    public Outcome.Rejected? Complete(JsonObject body, bool everything)
    {
        var items = body["item"]!["items"] as JsonArray ?? [];
        var taken = new HashSet<string>();
        foreach (var (index, line) in items.OfType<JsonObject>().Index())
        {
            var wrong = false;
            if (line["orderLine"] is null)
            {
                line["orderLine"] = Number(line, out wrong)?.DeepClone();
            }

            if (line["orderLine"] is null && (wrong || ships))
            {
                return new Outcome.Rejected(
                    $"line {index + 1} cannot be told apart from others of the source, or is none of it; "
                    + "give its orderLine in the script",
                    null, string.Create(CultureInfo.InvariantCulture, $"item.items[{index}].orderLine"));
            }

            if (line["orderLine"] is { } own && !taken.Add(TextOf(own)))
            {
                return new Outcome.Rejected($"the source's line {TextOf(own)} is named twice", null,
                    string.Create(CultureInfo.InvariantCulture, $"item.items[{index}].orderLine"), TextOf(own));
            }

            if (line["orderLine"] is null)
            {
                line.Remove("orderLine");
            }

            Placed(line);
        }

        foreach (var line in _lines.Where(line => !taken.Contains(TextOf(line["line"]))))
        {
            var rest = new JsonObject { ["orderLine"] = line["line"]?.DeepClone() };
            if (everything)
            {
                Placed(rest);
            }
            else if (ships)
            {
                rest["itemReceive"] = false;
            }
            else
            {
                rest["quantity"] = 0;
            }

            items.Add((JsonNode)rest);
        }

        return null;
    }

    private JsonNode? Number(JsonObject line, out bool ambiguous)
    {
        var custom = line.Where(field => field.Key.StartsWith("custcol", StringComparison.OrdinalIgnoreCase)).ToList();
        var byKey = custom.Count == 0 ? [] : _lines.Where(candidate => custom.Exists(field =>
            TextOf(field.Value) is { Length: > 0 } key && TextOf(candidate[field.Key]) == key)).ToList();
        var byItem = byKey.Count > 0 ? byKey : _lines.Where(candidate =>
            IdOf(line["item"]) is { Length: > 0 } item && item == IdOf(candidate["item"])).ToList();
        ambiguous = byItem.Count > 1;
        return byItem.Count == 1 ? byItem[0]["line"] : null;
    }

    // In an account with several locations NetSuite wants one on every line that moves goods.
    private void Placed(JsonObject line)
    {
        if (!ships || line["location"] is not null
            || _lines.Find(candidate => TextOf(candidate["line"]) == TextOf(line["orderLine"])) is not { } own)
        {
            return;
        }

        var place = IdOf(own["location"]) is { Length: > 0 } ownPlace ? ownPlace
            : source.TryGetProperty("location", out var whole) ? IdOf(JsonNode.Parse(whole.GetRawText()))
            : "";
        if (place is { Length: > 0 })
        {
            line["location"] = new JsonObject { ["id"] = place };
        }
    }

    private static List<JsonObject> LinesOf(JsonElement source) =>
        source.TryGetProperty("item", out var list) && list.TryGetProperty("items", out var items)
            ? [.. JsonNode.Parse(items.GetRawText())!.AsArray().OfType<JsonObject>()]
            : [];

    private static string IdOf(JsonNode? reference) =>
        TextOf(reference is JsonObject fields ? fields["id"] : reference);

    private static string TextOf(JsonNode? value) => value is JsonValue scalar ? scalar.ToString() : "";
}
