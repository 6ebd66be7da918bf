using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationHost.App.Web;

/// <summary>The certificate of the https addresses: the first one of a PEM file with its key, and the others of the
/// file, which lead a caller to an authority it knows.</summary>
internal sealed record ServerCertificate(X509Certificate2 Own, X509Certificate2Collection Chain)
{
    public static ServerCertificate Read(string path, string? keyPath)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        chain.RemoveAt(0);
        var own = X509Certificate2.CreateFromPemFile(path, keyPath);
        if (!OperatingSystem.IsWindows())
        {
            return new ServerCertificate(own, chain);
        }

        // Windows serves with no key that lives in memory only.
        using (own)
        {
            return new ServerCertificate(
                X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null), chain);
        }
    }

    /// <summary>Why it cannot be served; null when it can.</summary>
    public static string? FaultOf(string path, string? keyPath)
    {
        try
        {
            Read(path, keyPath).Own.Dispose();
            return null;
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            return $"'{keyPath ?? path}' has no key without a passphrase that belongs to the certificate in '{path}'; "
                + "both must be PEM";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {fault.Message}";
        }
    }
}
