using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHost.Scripting.Cases;

/// <summary>Compares two JSON values field by field. Numbers are compared by value, so 11.0 equals 11.00; the order
/// of fields does not count, the order of lists does.</summary>
internal static class JsonDifference
{
    public static IReadOnlyList<string> Between(JsonNode? wanted, JsonNode? actual)
    {
        var found = new List<string>();
        Walk("", wanted, actual, found);
        return found;
    }

    private static void Walk(string path, JsonNode? wanted, JsonNode? actual, List<string> found)
    {
        switch (wanted, actual)
        {
            case (JsonObject one, JsonObject other):
                foreach (var field in one.Select(pair => pair.Key).Union(other.Select(pair => pair.Key)))
                {
                    var inside = path.Length == 0 ? field : $"{path}.{field}";
                    if (!one.ContainsKey(field))
                    {
                        found.Add($"{inside}: {Show(other[field])} is not wanted");
                    }
                    else if (!other.ContainsKey(field))
                    {
                        found.Add($"{inside}: {Show(one[field])} is missing");
                    }
                    else
                    {
                        Walk(inside, one[field], other[field], found);
                    }
                }

                break;
            case (JsonArray one, JsonArray other):
                for (var at = 0; at < Math.Min(one.Count, other.Count); at++)
                {
                    Walk($"{path}.{at}", one[at], other[at], found);
                }

                if (one.Count != other.Count)
                {
                    found.Add($"{path}: {one.Count} entries are wanted, {other.Count} came");
                }

                break;
            default:
                if (!Same(wanted, actual))
                {
                    found.Add($"{path}: {Show(wanted)} is wanted, {Show(actual)} came");
                }

                break;
        }
    }

    private static bool Same(JsonNode? one, JsonNode? other) =>
        one?.GetValueKind() == JsonValueKind.Number && other?.GetValueKind() == JsonValueKind.Number
            ? decimal.Parse(one.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
                == decimal.Parse(other.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)
            : JsonNode.DeepEquals(one, other);

    private static string Show(JsonNode? value) => value?.ToJsonString() ?? "null";
}
