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
        ["flows:*:schedules"] = [JsonValueKind.Array],
        ["flows:*:schedules:*"] = [JsonValueKind.Object],
        ["flows:*:schedules:*:cron"] = [JsonValueKind.String],
        ["flows:*:schedules:*:timeZone"] = [JsonValueKind.String],
        ["flows:*:webhooks"] = [JsonValueKind.True, JsonValueKind.False],
        ["flows:*:priority"] = [JsonValueKind.String],
        ["flows:*:alsoWrites"] = [JsonValueKind.Array],
        ["flows:*:alsoWrites:*"] = [JsonValueKind.String],
        ["flows:*:reads"] = [JsonValueKind.Object],
        ["flows:*:reads:*"] = [JsonValueKind.Object],
        ["flows:*:reads:*:entity"] = [JsonValueKind.String],
        ["flows:*:reads:*:idPath"] = [JsonValueKind.String],
        ["flows:*:reads:*:link"] = [JsonValueKind.String],
        ["flows:*:reads:*:by"] = [JsonValueKind.String],
        ["flows:*:coalesce"] = [JsonValueKind.True, JsonValueKind.False],
        ["flows:*:holdAlarmAfter"] = [JsonValueKind.String],
        ["flows:*:deletes"] = [JsonValueKind.String],
        ["flows:*:conflict"] = [JsonValueKind.String],
        ["flows:*:owners"] = [JsonValueKind.Object],
        ["flows:*:owners:*"] = [JsonValueKind.String],
        ["flows:*:sameAs"] = [JsonValueKind.Object],
        ["flows:*:sameAs:*"] = [JsonValueKind.String],
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
        ["web:knownProxies:*"] = [JsonValueKind.String],
        ["state"] = [JsonValueKind.Object],
        ["state:kind"] = [JsonValueKind.String],
        ["state:connection"] = [JsonValueKind.String],
        ["state:schema"] = [JsonValueKind.String],
        ["state:host"] = [JsonValueKind.String],
        ["state:encryption"] = [JsonValueKind.String],
        ["state:keys"] = [JsonValueKind.String],
    };

    /// <summary>The keys and what each may hold; a key's parts stand after colons.</summary>
    public static IReadOnlyDictionary<string, JsonValueKind[]> All => Known;

    /// <summary>A connection's options: what may stand there is the plugin's to say.</summary>
    public const string Options = "connections:*:options";

    /// <summary>Everything in the document that should not be there or is of the wrong kind.</summary>
    public static IEnumerable<SiteFinding> Check(JsonElement document) => Check(document, "", "");

    /// <summary>What is wrong with one key's path, as an environment variable names it; null when it is
    /// known.</summary>
    public static string? FaultOf(IReadOnlyList<string> parts)
    {
        var pattern = "";
        foreach (var part in parts)
        {
            if (pattern == Options)
            {
                return null;
            }

            if (Match(pattern, part) is not { } match)
            {
                return $"there is no such key; known here: {Names(pattern)}";
            }

            pattern = match;
        }

        return null;
    }

    private static IEnumerable<SiteFinding> Check(JsonElement element, string path, string pattern)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Children(element))
        {
            var inside = path.Length == 0 ? name : $"{path}:{name}";
            var match = Match(pattern, name);
            if (!seen.Add(name))
            {
                yield return new SiteFinding($"ihost.json: {inside}", "stands there twice; keep one of them");
            }
            else if (match is null && pattern != Options)
            {
                yield return new SiteFinding(
                    $"ihost.json: {inside}", $"there is no such key; known here: {Names(pattern)}");
            }
            else if (match is not null && !Known[match].Contains(value.ValueKind))
            {
                var wanted = string.Join(" or ", Known[match].Select(Word).Distinct());
                yield return new SiteFinding(
                    $"ihost.json: {inside}", $"this is {Word(value.ValueKind)}, wanted is {wanted}");
            }
            else
            {
                foreach (var finding in Check(value, inside, match ?? Options))
                {
                    yield return finding;
                }
            }
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Children(JsonElement element) =>
        element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(property => (property.Name, property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select((item, at) =>
            (at.ToString(System.Globalization.CultureInfo.InvariantCulture), item)),
        _ => [],
    };

    private static string? Match(string pattern, string name)
    {
        var exact = pattern.Length == 0 ? name : $"{pattern}:{name}";
        var any = $"{pattern}:*";
        return Known.Keys.FirstOrDefault(key => key.Equals(exact, StringComparison.OrdinalIgnoreCase))
            ?? (Known.ContainsKey(any) ? any : null);
    }

    private static string Names(string pattern)
    {
        var prefix = pattern.Length == 0 ? "" : pattern + ":";
        return string.Join(", ", Known.Keys
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !key[prefix.Length..].Contains(':'))
            .Select(key => key[prefix.Length..]).Where(key => key is not ("*" or "$schema")));
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
