using System.Text.Json;

namespace IntegrationHost.App.Site;

/// <summary>Which keys <c>ihost.json</c> may have, and of what kind. A <c>*</c> stands for names the site
/// gives.</summary>
internal static class SiteKeys
{
    private static readonly Dictionary<string, JsonValueKind[]> Known = new()
    {
        ["$schema"] = [JsonValueKind.String],
        ["connections"] = [JsonValueKind.Object],
        ["connections:*"] = [JsonValueKind.Object],
        ["connections:*:plugin"] = [JsonValueKind.String],
        ["connections:*:options"] = [JsonValueKind.Object],
        ["connections:*:settings"] = [JsonValueKind.Object],
        ["connections:*:settings:*"] = [JsonValueKind.String, JsonValueKind.Number, JsonValueKind.True,
            JsonValueKind.False],
        ["connections:*:reserve"] = [JsonValueKind.Number],
        ["flows"] = [JsonValueKind.Object],
        ["flows:*"] = [JsonValueKind.Object],
        ["flows:*:link"] = [JsonValueKind.String],
        ["flows:*:from"] = [JsonValueKind.String],
        ["flows:*:to"] = [JsonValueKind.String],
        ["flows:*:script"] = [JsonValueKind.String],
        ["flows:*:since"] = [JsonValueKind.String],
        ["flows:*:pollEvery"] = [JsonValueKind.String],
        ["flows:*:priority"] = [JsonValueKind.String],
        ["flows:*:alsoWrites"] = [JsonValueKind.Array],
        ["flows:*:reads"] = [JsonValueKind.Object],
        ["flows:*:reads:*"] = [JsonValueKind.Object],
        ["flows:*:reads:*:entity"] = [JsonValueKind.String],
        ["flows:*:reads:*:idPath"] = [JsonValueKind.String],
        ["flows:*:settings"] = [JsonValueKind.Object],
        ["flows:*:settings:*"] = [JsonValueKind.String, JsonValueKind.Number, JsonValueKind.True, JsonValueKind.False],
        ["settings"] = [JsonValueKind.Object],
        ["settings:*"] = [JsonValueKind.String, JsonValueKind.Number, JsonValueKind.True, JsonValueKind.False],
        ["web"] = [JsonValueKind.Object],
        ["web:listen"] = [JsonValueKind.String],
        ["web:publicUrl"] = [JsonValueKind.String],
        ["web:pageFor"] = [JsonValueKind.String],
        ["web:certificate"] = [JsonValueKind.Object],
        ["web:certificate:path"] = [JsonValueKind.String],
        ["web:certificate:keyPath"] = [JsonValueKind.String],
        ["web:knownProxies"] = [JsonValueKind.Array],
        ["state"] = [JsonValueKind.Object],
        ["state:kind"] = [JsonValueKind.String],
    };

    /// <summary>Everything in the document that should not be there or is of the wrong kind.</summary>
    public static IEnumerable<SiteFinding> Check(JsonElement document) => Check(document, "", "");

    private static IEnumerable<SiteFinding> Check(JsonElement element, string path, string pattern)
    {
        if (element.ValueKind != JsonValueKind.Object || pattern == "connections:*:options")
        {
            yield break; // What a connection's options may be is the plugin's to say.
        }

        foreach (var property in element.EnumerateObject())
        {
            var inside = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
            var exact = pattern.Length == 0 ? property.Name : $"{pattern}:{property.Name}";
            var any = $"{pattern}:*";
            var match = Known.ContainsKey(exact) ? exact : Known.ContainsKey(any) ? any : null;
            if (match is null)
            {
                yield return new SiteFinding(
                    $"ihost.json: {inside}", $"there is no such key; known here: {Names(pattern)}");
            }
            else if (!Known[match].Contains(property.Value.ValueKind))
            {
                yield return new SiteFinding($"ihost.json: {inside}",
                    $"this is {Word(property.Value.ValueKind)}, wanted is "
                    + string.Join(" or ", Known[match].Select(Word).Distinct()));
            }
            else
            {
                foreach (var finding in Check(property.Value, inside, match))
                {
                    yield return finding;
                }
            }
        }
    }

    private static string Names(string pattern)
    {
        var prefix = pattern.Length == 0 ? "" : pattern + ":";
        return string.Join(", ", Known.Keys
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !key[prefix.Length..].Contains(':'))
            .Select(key => key[prefix.Length..]));
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
