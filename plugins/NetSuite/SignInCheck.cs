using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using IntegrationHost.Plugins.NetSuite.Auth;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>Checks that one way to sign in is given whole.</summary>
internal static class SignInCheck
{
    public static IEnumerable<ValidationResult> Of(NetSuiteOptions options)
    {
        var wrong = new List<ValidationResult>();
        if (options.UsesCertificate)
        {
            Need(wrong, nameof(options.CertificateId), options.CertificateId, "comes with clientId");
            Need(wrong, nameof(options.PrivateKey), options.PrivateKey, "comes with clientId");
            if (options.PrivateKey is not "" && KeyFault(options) is { } fault)
            {
                wrong.Add(new ValidationResult($"The PrivateKey field {fault}.", [nameof(options.PrivateKey)]));
            }

            Try(wrong, nameof(options.Certificate), () => CertificateExpiry.Of(options));
            return wrong;
        }

        const string Either = "is needed for token-based authentication (or give clientId for OAuth 2.0)";
        Need(wrong, nameof(options.ConsumerKey), options.ConsumerKey, Either);
        Need(wrong, nameof(options.ConsumerSecret), options.ConsumerSecret, Either);
        Need(wrong, nameof(options.TokenId), options.TokenId, Either);
        Need(wrong, nameof(options.TokenSecret), options.TokenSecret, Either);
        return wrong;
    }

    private static void Need(List<ValidationResult> wrong, string name, string? value, string why)
    {
        if (value is null or "")
        {
            wrong.Add(new ValidationResult($"The {name} field is required: it {why}.", [name]));
        }
    }

    // What is wrong with the key, in our own words: those of the library can quote what it could not read.
    private static string? KeyFault(NetSuiteOptions options)
    {
        var text = options.PrivateKey;
        if (!text.Contains("-----BEGIN ", StringComparison.Ordinal))
        {
            return "is no PEM: give the text of the key file, not its name";
        }

        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            return "has no private key: it is the file that -keyout named, not the certificate or the public key";
        }

        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            return "is protected by a password: write it without one, with 'openssl pkey -in key.pem -out plain.pem'";
        }

        try
        {
            using var key = new SignedAssertion(options);
            return key.BelongsToCertificate() ? null : "is not the key of the certificate in Certificate";
        }
        catch (CryptographicException)
        {
            return "cannot be used: NetSuite takes RSA from 2048 bits, or EC P-256, P-384 and P-521";
        }
    }

    private static void Try(List<ValidationResult> wrong, string name, Action read)
    {
        try
        {
            read();
        }
        catch (CryptographicException fault)
        {
            // The message of the library can quote what it could not read.
            wrong.Add(new ValidationResult(
                $"The {name} field cannot be used ({fault.GetType().Name}): write it as PEM.", [name]));
        }
    }
}
