using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHost.Plugins.NetSuite.Auth;

/// <summary>Token-based authentication: OAuth 1.0a with HMAC-SHA256. Every attempt is signed anew, with its own nonce
/// and time: a signature is good for about five minutes and once.</summary>
internal sealed class TokenBasedSigner(NetSuiteOptions options, TimeProvider time) : IRequestSigner
{
    public Task PrepareAsync(CancellationToken cancel) => Task.CompletedTask;

    public void Refused()
    {
        // The next attempt has a nonce of its own anyway.
    }

    public void Sign(HttpRequestMessage request)
    {
        var nonce = RandomNumberGenerator.GetHexString(NonceCharacters, lowercase: true);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "OAuth", Header(request.Method.Method, request.RequestUri!, nonce, time.GetUtcNow().ToUnixTimeSeconds()));
    }

    internal string Header(string method, Uri url, string nonce, long timestamp)
    {
        var signed = new List<KeyValuePair<string, string>>
        {
            new("oauth_consumer_key", options.ConsumerKey!),
            new("oauth_nonce", nonce),
            new("oauth_signature_method", "HMAC-SHA256"),
            new("oauth_timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
            new("oauth_token", options.TokenId!),
            new("oauth_version", "1.0"),
        };
        var signature = SignatureOf(SignatureBaseString.Of(method, url, signed));
        var realm = new KeyValuePair<string, string>("realm", Client.AccountAddress.Realm(options.Account));
        return string.Join(", ", signed.Prepend(realm).Append(new("oauth_signature", signature))
            .Select(pair => $"{pair.Key}=\"{SignatureBaseString.Encode(pair.Value)}\""));
    }

    internal string SignatureOf(string baseString)
    {
        var key = SignatureBaseString.Encode(options.ConsumerSecret!)
            + "&" + SignatureBaseString.Encode(options.TokenSecret!);
        return Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(baseString)));
    }

    private const int NonceCharacters = 20;
}
