using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationHost.App.Tests.Hosting;

/// <summary>A root that signed an intermediate that signed a certificate for 127.0.0.1, as public authorities do
/// it.</summary>
internal sealed class PlayedAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;
    private readonly X509Certificate2 _own;

    public PlayedAuthority()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (from, to) = (now.AddDays(-1), now.AddDays(1));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var intermediateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _root = Authority("CN=Played root", rootKey).CreateSelfSigned(from, to);
        using var unsigned = Authority("CN=Played intermediate", intermediateKey).Create(_root, from, to, [1]);
        _intermediate = unsigned.CopyWithPrivateKey(intermediateKey);
        var request = new CertificateRequest("CN=127.0.0.1", _key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        _own = request.Create(_intermediate, from, to, [2]);
    }

    /// <summary>The certificate, then the intermediate.</summary>
    public string ChainPem => $"{_own.ExportCertificatePem()}\n{_intermediate.ExportCertificatePem()}\n";

    public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

    public X509ChainPolicy TrustTheRootOnly()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(_root);
        return policy;
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
        _own.Dispose();
        _key.Dispose();
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
