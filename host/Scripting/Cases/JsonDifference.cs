using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHost.Scripting.Cases;

/// <summary>Compares two JSON values field by field, in their order. Numbers are compared by value, so 11.0 equals
/// 11.00; the order of fields does not count, the order of lists does.</summary>
internal static class JsonDifference
{
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<CaseDifference> Between(JsonNode? wanted, JsonNode? actual) =>
        [.. Walk("", wanted, actual)];

    private static IEnumerable<CaseDifference> Walk(string path, JsonNode? wanted, JsonNode? actual) =>
        (wanted, actual) switch
        {
            (JsonObject one, JsonObject other) => Fields(path, one, other),
            (JsonArray one, JsonArray other) => Entries(path, one, other),
            _ => Same(wanted, actual) ? [] : [new CaseDifference(path, Show(wanted), Show(actual))],
        };

    private static IEnumerable<CaseDifference> Fields(string path, JsonObject wanted, JsonObject actual)
    {
        foreach (var field in wanted.Select(pair => pair.Key).Union(actual.Select(pair => pair.Key)))
        {
            var inside = path.Length == 0 ? field : $"{path}.{field}";
            if (!wanted.TryGetPropertyValue(field, out var one))
            {
                yield return new CaseDifference(inside, null, Show(actual[field]));
            }
            else if (!actual.TryGetPropertyValue(field, out var other))
            {
                yield return new CaseDifference(inside, Show(one), null);
            }
            else
            {
                foreach (var difference in Walk(inside, one, other))
                {
                    yield return difference;
                }
            }
        }
    }

    private static IEnumerable<CaseDifference> Entries(string path, JsonArray wanted, JsonArray actual)
    {
        for (var at = 0; at < Math.Max(wanted.Count, actual.Count); at++)
        {
            var inside = path.Length == 0 ? $"{at}" : $"{path}.{at}";
            var found = at >= wanted.Count ? [new CaseDifference(inside, null, Show(actual[at]))]
                : at >= actual.Count ? [new CaseDifference(inside, Show(wanted[at]), null)]
                : Walk(inside, wanted[at], actual[at]);
            foreach (var difference in found)
            {
                yield return difference;
            }
        }
    }

    private static bool Same(JsonNode? one, JsonNode? other) =>
        one?.GetValueKind() == JsonValueKind.Number && other?.GetValueKind() == JsonValueKind.Number
            ? decimal.Parse(one.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
                == decimal.Parse(other.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : JsonNode.DeepEquals(one, other);

    private static string Show(JsonNode? value) => value?.ToJsonString(Readable) ?? "null";
}
