namespace IntegrationHost.Simulators.NetSuite;

/// <summary>The decoded parameters of an address.</summary>
internal static class QueryString
{
    public static IEnumerable<KeyValuePair<string, string>> Pairs(Uri url) => Pairs(url.Query.TrimStart('?'));

    /// <summary>The decoded parameters of a text such as <c>a=b&amp;c=d</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(string text) =>
        text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
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
