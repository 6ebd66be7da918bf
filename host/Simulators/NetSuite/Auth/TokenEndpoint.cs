using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.NetSuite.Auth;

/// <summary>Gives out access tokens for OAuth 2.0 client credentials, and knows them again for an hour.</summary>
internal sealed class TokenEndpoint(NetSuiteAccountOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = [];
    private int _given;

    public SimulatedResponse Handle(SimulatedRequest request)
    {
        if (request.Method != "POST")
        {
            return Refused(405, "invalid_request");
        }

        var form = QueryString.Pairs(Encoding.UTF8.GetString(request.Body.Span).Replace('+', ' '))
            .DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value);
        if (form.GetValueOrDefault("grant_type") != "client_credentials"
            || form.GetValueOrDefault("client_assertion_type") != AssertionType)
        {
            return Refused(400, "invalid_request");
        }

        var assertion = Assertion.Read(form.GetValueOrDefault("client_assertion") ?? "");
        if (assertion is null || assertion.KeyId != options.CertificateId || options.CertificateKey is not { } key
            || assertion.Issuer != options.ClientId || !assertion.IsSignedWith(key))
        {
            return Refused(401, "invalid_client");
        }

        return assertion.IsTimely(time.GetUtcNow()) && assertion.Audience == EndpointOf(request.Url)
            && assertion.Scopes.Contains("rest_webservices")
            ? Given()
            : Refused(400, "invalid_grant");
    }

    /// <summary>Whether the header carries a token that was given out and has not ended.</summary>
    public bool Accepts(string? header) => header is not null
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && _tokens.TryGetValue(header[Scheme.Length..], out var until)
        && time.GetUtcNow() < until;

    /// <summary>Forgets all tokens, as a sandbox does that is refreshed.</summary>
    public void Forget() => _tokens.Clear();

    private SimulatedResponse Given()
    {
        var number = Interlocked.Increment(ref _given);
        var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{options.Account}/{options.Seed}/{number}"))));
        _tokens[token] = time.GetUtcNow() + Lifetime;
        return Json(200, new JsonObject
        {
            ["access_token"] = token,
            ["expires_in"] = "3600",
            ["token_type"] = "bearer",
        });
    }

    private string EndpointOf(Uri url) => (options.PublicUrl?.AbsoluteUri.TrimEnd('/')
        ?? url.GetLeftPart(UriPartial.Authority)) + url.AbsolutePath;

    private static SimulatedResponse Refused(int status, string error) =>
        Json(status, new JsonObject { ["error"] = error });

    private static SimulatedResponse Json(int status, JsonObject body) => new(status,
        [new("Content-Type", "application/json"), new("Cache-Control", "no-store")],
        Encoding.UTF8.GetBytes(body.ToJsonString()));

    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string Scheme = "Bearer ";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
}
