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
            if (!type.Sublists.ContainsKey(name))
            {
                Set(merged, name, value);
            }
            else if (value is not null)
            {
                var whole = replaced.Contains(name, StringComparer.OrdinalIgnoreCase);
                merged[name] = Lines(name, standing.Lines(name), written.Lines(name), whole);
            }
        }

        foreach (var emptied in type.Sublists.Keys.Where(name => written[name] is null
            && replaced.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            merged[emptied] = Lines(emptied, standing.Lines(emptied), [], true);
        }

        return merged;
    }

    private static JsonObject Lines(
        string sublist, IEnumerable<JsonObject> standing, IEnumerable<JsonObject> written, bool whole)
    {
        var key = sublist == "addressBook" ? "id" : "line";
        var old = standing.Select(line => (JsonObject)line.DeepClone()).ToList();
        var last = old.Select(line => line.Number(key) ?? 0).DefaultIfEmpty().Max();
        var result = whole ? [] : old;
        foreach (var line in written)
        {
            var known = Known(old, line, key, whole);
            if (known is not null)
            {
                foreach (var (name, value) in line)
                {
                    Set(known, name, value);
                }

                if (whole)
                {
                    old.Remove(known);
                    result.Add(known);
                }

                continue;
            }

            var added = new JsonObject { [key] = ++last };
            foreach (var (name, value) in line.Where(field => field.Key != key))
            {
                Set(added, name, value);
            }

            last = Math.Max(last, added.Number(key) ?? 0);
            result.Add(added);
        }

        if (whole && old.Any(line => line.Number("quantityFulfilled") > 0))
        {
            throw RecordFault.User("You cannot remove a line that has been fulfilled. Close it instead.");
        }

        return new JsonObject { ["items"] = new JsonArray([.. result]) };
    }

    // A replaced list keeps the number of a line whose item comes again; only what else it says is new.
    private static JsonObject? Known(List<JsonObject> old, JsonObject line, string key, bool whole)
    {
        if (line.Number(key) is { } number)
        {
            return old.FirstOrDefault(candidate => candidate.Number(key) == number);
        }

        if (!whole || old.FirstOrDefault(candidate => SameItem(candidate, line)) is not { } same)
        {
            return null;
        }

        var names = same.Select(field => field.Key).ToList();
        foreach (var name in names.Where(name => !Kept.Contains(name) && name != key))
        {
            same.Remove(name);
        }

        return same;
    }

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

    private static readonly string[] Kept = ["quantityFulfilled", "quantityBilled"];
}
