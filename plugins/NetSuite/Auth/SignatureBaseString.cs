namespace IntegrationHost.Plugins.NetSuite.Auth;

/// <summary>What an OAuth 1.0a signature covers (RFC 5849 §3.4.1): the method, the address without its query, and all
/// parameters of query and header in the order of their encoded names. Realm and JSON body are not covered.</summary>
internal static class SignatureBaseString
{
    public static string Of(string method, Uri url, IEnumerable<KeyValuePair<string, string>> oauth)
    {
        var parameters = QueryOf(url).Concat(oauth)
            .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        var address = url.GetLeftPart(UriPartial.Path);
        return $"{method}&{Encode(address)}&{Encode(string.Join('&', parameters))}";
    }

    /// <summary>RFC 3986: everything but letters, digits and <c>-._~</c>, the <c>!</c> of a transform
    /// included.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    private static IEnumerable<KeyValuePair<string, string>> QueryOf(Uri url) =>
        url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return equals < 0
                ? KeyValuePair.Create(Uri.UnescapeDataString(pair), "")
                : KeyValuePair.Create(
                    Uri.UnescapeDataString(pair[..equals]), Uri.UnescapeDataString(pair[(equals + 1)..]));
        });
}
