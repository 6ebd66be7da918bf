using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Brings a body into a record. A line that names its key changes that line, every other line is appended -
/// unless the list is to be replaced: then it is the whole list.</summary>
internal static class SublistMerge
{
    /// <summary>The record's fields after the write; the record itself is left alone.</summary>
    public static JsonObject Merge(
        RecordType type, JsonObject standing, JsonObject written, IReadOnlyCollection<string> replaced)
    {
        var merged = (JsonObject)standing.DeepClone();
        foreach (var (name, value) in written)
        {
            if (!type.Sublists.TryGetValue(name, out var shape))
            {
                Set(merged, name, value);
            }
            else if (value is not null)
            {
                var whole = replaced.Contains(name, StringComparer.OrdinalIgnoreCase);
                merged[name] = Lines(shape, standing.Lines(name), written.Lines(name), whole);
            }
        }

        foreach (var (emptied, shape) in type.Sublists.Where(list => written[list.Key] is null
            && replaced.Contains(list.Key, StringComparer.OrdinalIgnoreCase)))
        {
            merged[emptied] = Lines(shape, standing.Lines(emptied), [], true);
        }

        return merged;
    }

    private static JsonObject Lines(
        SublistShape shape, IEnumerable<JsonObject> standing, IEnumerable<JsonObject> written, bool whole)
    {
        var number = Numbered(shape);
        var old = standing.Select(line => (JsonObject)line.DeepClone()).ToList();
        var last = number is null ? 0 : old.Select(line => line.Number(number) ?? 0).DefaultIfEmpty().Max();
        var result = whole ? [] : old;
        foreach (var line in written)
        {
            if (Known(old, line, shape, whole) is { } known)
            {
                Overwrite(known, line, "");
                if (whole)
                {
                    old.Remove(known);
                    result.Add(known);
                }

                continue;
            }

            var added = number is null ? [] : new JsonObject { [number] = ++last };
            Overwrite(added, line, number);
            result.Add(added);
        }

        if (whole && old.Any(line => Kept.Any(name => line.Number(name) > 0)))
        {
            throw RecordFault.User("You cannot remove a line that has been fulfilled or billed. Close it instead.");
        }

        return new JsonObject { ["items"] = new JsonArray([.. result]) };
    }

    private static void Overwrite(JsonObject target, JsonObject line, string? except)
    {
        foreach (var (name, value) in line.Where(field => field.Key != except))
        {
            Set(target, name, value);
        }
    }

    // The key that NetSuite gives out itself.
    private static string? Numbered(SublistShape shape) =>
        shape.Key is [var only] && only is "line" or "id" or "lineNumber" ? shape.Key[0] : null;

    // A replaced list keeps the number of a line whose item comes again; only what else it says is new.
    private static JsonObject? Known(List<JsonObject> old, JsonObject line, SublistShape shape, bool whole)
    {
        var named = shape.Key.Where(key => line[key] is not null).ToList();
        if (named.Count > 0)
        {
            return old.Find(candidate => named.All(key => KeyText(candidate, key) == KeyText(line, key)));
        }

        if (!whole || old.FirstOrDefault(candidate => SameItem(candidate, line)) is not { } same)
        {
            return null;
        }

        foreach (var name in same.Select(field => field.Key).ToList()
            .Where(name => !Kept.Contains(name) && !shape.Key.Contains(name)))
        {
            same.Remove(name);
        }

        return same;
    }

    private static string? KeyText(JsonObject line, string key) =>
        line[key] is JsonObject inner && inner["value"] is { } value ? Plain(JsonFields.TextOf(value))
        : Plain(line.Reference(key));

    private static string? Plain(string? text) => SuiteQl.SqlValue.Number(text) is { } number
        ? SuiteQl.SqlValue.Text(number)
        : text;

    private static bool SameItem(JsonObject one, JsonObject other) =>
        one.Reference("item") is { } item && item == other.Reference("item");

    private static void Set(JsonObject target, string name, JsonNode? value)
    {
        if (value is null)
        {
            target.Remove(name);
        }
        else
        {
            target[name] = value.DeepClone();
        }
    }

    private static readonly string[] Kept =
        ["quantityFulfilled", "quantityBilled", "quantityReceived", "quantityRefunded"];
}
