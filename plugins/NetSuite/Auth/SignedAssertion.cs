using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace IntegrationHost.Plugins.NetSuite.Auth;

/// <summary>The signed statement (RFC 7523) by which an integration asks for an access token: PS256 with an RSA key,
/// ES256, ES384 or ES512 with one of an elliptic curve. NetSuite does not take RS256.</summary>
internal sealed class SignedAssertion : IDisposable
{
    private readonly NetSuiteOptions _options;
    private readonly RSA? _rsa;
    private readonly ECDsa? _curve;

    /// <exception cref="CryptographicException">The key cannot be used.</exception>
    public SignedAssertion(NetSuiteOptions options)
    {
        _options = options;
        (_rsa, _curve) = KeyOf(options.PrivateKey);
    }

    /// <summary>The algorithm, by the key.</summary>
    public string Algorithm => _rsa is not null ? "PS256" : _curve!.KeySize switch
    {
        256 => "ES256",
        384 => "ES384",
        _ => "ES512",
    };

    /// <summary>Whether the key is that of the certificate; true where no certificate, or none that can be read, is
    /// given.</summary>
    public bool BelongsToCertificate()
    {
        if (_options.Certificate is not { Length: > 0 } pem)
        {
            return true;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            using var rsa = certificate.GetRSAPublicKey();
            using var curve = certificate.GetECDsaPublicKey();
            return (rsa?.ExportSubjectPublicKeyInfo() ?? curve?.ExportSubjectPublicKeyInfo()).AsSpan().SequenceEqual(
                _rsa?.ExportSubjectPublicKeyInfo() ?? _curve!.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException)
        {
            return true;
        }
    }

    public string Make(Uri tokenEndpoint, DateTimeOffset now)
    {
        var header = Encoded(new { typ = "JWT", alg = Algorithm, kid = _options.CertificateId });
        var claims = Encoded(new
        {
            iss = _options.ClientId,
            scope = Scopes,
            iat = now.ToUnixTimeSeconds(),
            exp = (now + Lifetime).ToUnixTimeSeconds(),
            aud = tokenEndpoint.AbsoluteUri,
        });
        var signed = Encoding.ASCII.GetBytes($"{header}.{claims}");
        return $"{header}.{claims}.{Base64Url.EncodeToString(Signature(signed))}";
    }

    /// <summary>The private key in a PEM text.</summary>
    /// <exception cref="CryptographicException">There is none that NetSuite takes.</exception>
    public static (RSA? Rsa, ECDsa? Curve) KeyOf(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return rsa.KeySize >= RsaBitsLeast
                ? (rsa, null)
                : throw new CryptographicException($"an RSA key needs {RsaBitsLeast} bits at least");
        }
        catch (Exception fault) when (fault is ArgumentException
            || (fault is CryptographicException && rsa.KeySize >= RsaBitsLeast))
        {
            rsa.Dispose();
        }

        return (null, CurveOf(pem));
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _curve?.Dispose();
    }

    private static ECDsa CurveOf(string pem)
    {
        var curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
            return Curves.Contains(curve.ExportParameters(false).Curve.Oid.Value) ? curve
                : throw new CryptographicException("the curve is none that NetSuite takes");
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            curve.Dispose();
            throw new CryptographicException("no private key in PEM form was found", fault);
        }
    }

    private byte[] Signature(byte[] signed) => _rsa is not null
        ? _rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
        : _curve!.SignData(signed, Algorithm switch
        {
            "ES256" => HashAlgorithmName.SHA256,
            "ES384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        }, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    private static string Encoded(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    // NetSuite's own recommendation for RSA keys.
    private const int RsaBitsLeast = 2_048;
    // P-256, P-384 and P-521.
    private static readonly string[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];
    private static readonly string[] Scopes = ["rest_webservices"];
    // NetSuite allows an hour; a statement is used at once.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
}
