namespace IntegrationHost.App.Site;

/// <summary>Names of time zones, checked when the site is read: found out at the first order, a misspelt one would have
/// cost a night.</summary>
internal static class ZoneNames
{
    /// <summary>By this name scripts read their zone; it is the only setting whose meaning the host knows.</summary>
    public const string Setting = "timeZone";

    /// <summary>What is wrong with a name; null when there is such a zone.</summary>
    public static string? FaultOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
        ? null
        : $"there is no time zone '{name}'; write its IANA name, for example {Alike(name)}";

    /// <summary>Every setting of these, named by its key, that means a zone and names none.</summary>
    public static IEnumerable<(string Key, string Text)> FaultsIn(
        string key, IReadOnlyDictionary<string, string> settings) =>
        from setting in settings
        where setting.Key.Equals(Setting, StringComparison.OrdinalIgnoreCase)
        let fault = FaultOf(setting.Value)
        where fault is not null
        select ($"{key}:{setting.Key}", fault);

    // The zone whose city begins most alike: 'Berlin', 'Europe/Berln' and 'US/New York' are near enough.
    private static string Alike(string name)
    {
        const int LettersLeast = 3;
        var city = CityOf(name).Replace(' ', '_');
        return TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)
            .Where(id => id.Contains('/', StringComparison.Ordinal))
            .Select(id => (Id: id, City: Common(CityOf(id), city), Whole: Common(id, name)))
            .Where(each => each.City >= LettersLeast)
            .OrderByDescending(each => each.City).ThenByDescending(each => each.Whole)
            .Select(each => each.Id)
            .FirstOrDefault("Europe/Berlin");
    }

    private static string CityOf(string id) => id.Split('/')[^1];

    private static int Common(string one, string other) => one.Zip(other)
        .TakeWhile(pair => char.ToUpperInvariant(pair.First) == char.ToUpperInvariant(pair.Second)).Count();
}
