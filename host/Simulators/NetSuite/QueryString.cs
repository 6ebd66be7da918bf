namespace IntegrationHost.Simulators.NetSuite;

/// <summary>The decoded parameters of an address.</summary>
internal static class QueryString
{
    public static IEnumerable<KeyValuePair<string, string>> Pairs(Uri url) =>
        url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return equals < 0
                ? KeyValuePair.Create(Uri.UnescapeDataString(pair), "")
                : KeyValuePair.Create(
                    Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..]));
        });

    /// <summary>The first value of a parameter, or null.</summary>
    public static string? Value(Uri url, string name) =>
        Pairs(url).FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
