using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.NetSuite.Auth;

/// <summary>Verifies token-based authentication as NetSuite does (RFC 5849, HMAC-SHA256): the right keys, a signature
/// over exactly what was received, a time within five minutes, a nonce that was not seen before.</summary>
internal sealed class OAuthSignature(NetSuiteAccountOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _nonces = [];
    private readonly Queue<(string Nonce, DateTimeOffset Seen)> _byAge = new();

    public bool Accepts(SimulatedRequest request)
    {
        var given = AuthorizationHeader.Read(request.Headers.GetValueOrDefault("Authorization"));
        return given is not null
            && Is(given, "realm", options.Account.ToUpperInvariant().Replace('-', '_'))
            && Is(given, "oauth_consumer_key", options.ConsumerKey)
            && Is(given, "oauth_token", options.TokenId)
            && Is(given, "oauth_signature_method", "HMAC-SHA256")
            && (!given.TryGetValue("oauth_version", out var version) || version == "1.0")
            && IsTimely(given.GetValueOrDefault("oauth_timestamp"))
            && IsSigned(request, given)
            && IsNew(given);
    }

    private static bool Is(Dictionary<string, string> given, string name, string expected) =>
        given.GetValueOrDefault(name) == expected;

    private bool IsTimely(string? timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= (long)Tolerance.TotalSeconds;

    private bool IsSigned(SimulatedRequest request, Dictionary<string, string> given)
    {
        var key = Encode(options.ConsumerSecret) + "&" + Encode(options.TokenSecret);
        var expected = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(BaseString(request.Method, request.Url, given)));
        var received = new byte[expected.Length];
        return Convert.TryFromBase64String(given.GetValueOrDefault("oauth_signature") ?? "", received, out var length)
            && length == expected.Length && CryptographicOperations.FixedTimeEquals(received, expected);
    }

    private bool IsNew(Dictionary<string, string> given)
    {
        var now = time.GetUtcNow();
        var nonce = $"{given.GetValueOrDefault("oauth_timestamp")}/{given.GetValueOrDefault("oauth_nonce")}";
        lock (_gate)
        {
            while (_byAge.TryPeek(out var oldest) && now - oldest.Seen > 2 * Tolerance)
            {
                _nonces.Remove(_byAge.Dequeue().Nonce);
            }

            if (!given.ContainsKey("oauth_nonce") || !_nonces.Add(nonce))
            {
                return false;
            }

            _byAge.Enqueue((nonce, now));
            return true;
        }
    }

    /// <summary>Everything received counts, known or not, except the realm and the signature itself.</summary>
    internal static string BaseString(string method, Uri url, IEnumerable<KeyValuePair<string, string>> received)
    {
        var pairs = QueryString.Pairs(url)
            .Concat(received.Where(pair => pair.Key is not ("realm" or "oauth_signature")))
            .Select(pair => (Name: Encode(pair.Key), Value: Encode(pair.Value)))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => $"{pair.Name}={pair.Value}");
        var port = url.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{url.Port}");
        var address = $"{url.Scheme}://{url.Host.ToLowerInvariant()}{port}{url.AbsolutePath}";
        return $"{method.ToUpperInvariant()}&{Encode(address)}&{Encode(string.Join('&', pairs))}";
    }

    /// <summary>RFC 3986, under which the mark of a transform becomes <c>%21</c>.</summary>
    private static string Encode(string text) => Uri.EscapeDataString(text);

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
}
