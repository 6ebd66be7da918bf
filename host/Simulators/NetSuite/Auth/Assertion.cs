using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Auth;

/// <summary>A signed statement (RFC 7523) as it was received.</summary>
internal sealed class Assertion
{
    private readonly string _algorithm;
    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly JsonObject _claims;

    private Assertion(JsonObject header, JsonObject claims, byte[] signed, byte[] signature)
    {
        _algorithm = header.Text("alg") ?? "";
        KeyId = header.Text("kid");
        (_claims, _signed, _signature) = (claims, signed, signature);
    }

    public string? KeyId { get; }

    public string? Issuer => _claims.Text("iss");

    public string? Audience => _claims["aud"] is JsonArray several
        ? JsonFields.TextOf(several[0])
        : _claims.Text("aud");

    public IReadOnlyList<string> Scopes => _claims["scope"] is JsonArray several
        ? [.. several.Select(JsonFields.TextOf).OfType<string>()]
        : (_claims.Text("scope") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null where the text is none.</summary>
    public static Assertion? Read(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(parts[0])) is JsonObject header
                && JsonNode.Parse(Base64Url.DecodeFromChars(parts[1])) is JsonObject claims
                ? new Assertion(header, claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                    Base64Url.DecodeFromChars(parts[2]))
                : null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Issued before now, and good for an hour at most.</summary>
    public bool IsTimely(DateTimeOffset now)
    {
        var (issued, ends) = (_claims.Number("iat"), _claims.Number("exp"));
        var seconds = now.ToUnixTimeSeconds();
        return issued is not null && ends is not null && issued <= seconds + ToleranceSeconds && ends > seconds
            && ends - issued <= LifetimeSecondsMost;
    }

    /// <summary>PS256 to PS512 with an RSA key, ES256 to ES512 with one of a curve; RS256 is not taken.</summary>
    public bool IsSignedWith(string publicKey)
    {
        var hash = _algorithm switch
        {
            "PS256" or "ES256" => HashAlgorithmName.SHA256,
            "PS384" or "ES384" => HashAlgorithmName.SHA384,
            "PS512" or "ES512" => HashAlgorithmName.SHA512,
            _ => default,
        };
        try
        {
            return hash != default && (_algorithm[0] == 'P' ? ByRsa(publicKey, hash) : ByCurve(publicKey, hash));
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private bool ByRsa(string publicKey, HashAlgorithmName hash)
    {
        using var key = RSA.Create();
        key.ImportFromPem(publicKey);
        return key.VerifyData(_signed, _signature, hash, RSASignaturePadding.Pss);
    }

    private bool ByCurve(string publicKey, HashAlgorithmName hash)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(publicKey);
        return key.VerifyData(_signed, _signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private const int ToleranceSeconds = 300;
    private const int LifetimeSecondsMost = 3_600;
}
