using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationHost.Plugins.NetSuite.Auth;

/// <summary>Tells thirty days ahead that the certificate ends: NetSuite then gives out no more tokens.</summary>
internal static class CertificateExpiry
{
    /// <summary>When it ends; null where the connection does not know its certificate.</summary>
    /// <exception cref="CryptographicException">The text is no certificate.</exception>
    public static DateTimeOffset? Of(NetSuiteOptions options)
    {
        if (options.Certificate is not { Length: > 0 } pem)
        {
            return null;
        }

        using var certificate = X509Certificate2.CreateFromPem(pem);
        return new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
    }

    /// <summary>What to say of it, or null while there is time.</summary>
    public static string? Warning(NetSuiteOptions options, DateTimeOffset now)
    {
        if (Of(options) is not { } end || end - now > WarnedBefore)
        {
            return null;
        }

        var day = end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return end <= now
            ? $"the certificate ended on {day}: upload a new one to NetSuite and set certificateId and privateKey"
            : $"the certificate ends on {day}, in {(int)(end - now).TotalDays} days: upload a new one to NetSuite, map "
                + "it to the integration and set certificateId and privateKey";
    }

    public static readonly TimeSpan WarnedBefore = TimeSpan.FromDays(30);
}
