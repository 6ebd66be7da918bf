using System.Security.Cryptography;
using IntegrationHost.Storage;
using IntegrationHost.Storage.Payloads;
using Microsoft.AspNetCore.DataProtection;

namespace IntegrationHost.App.Hosting;

/// <summary>The ASP.NET Data Protection key ring of the key folder: it protects the connections' tokens and wraps the
/// payload keys, which lie in the same folder.</summary>
internal sealed class KeyRing : IKeyWrap
{
    private const string RingFiles = "key-*.xml";

    private readonly string _folder;
    private readonly IDataProtectionProvider _ring;
    private readonly IDataProtector _payloadKeys;

    private KeyRing(string folder)
    {
        _folder = folder;
        _ring = DataProtectionProvider.Create(new DirectoryInfo(folder));
        _payloadKeys = _ring.CreateProtector("payload keys");
    }

    /// <summary>The ring of this folder, which is made when it is not there; a ring is made when it is first
    /// needed.</summary>
    /// <exception cref="StoreUnusableException">The folder cannot be made.</exception>
    public static KeyRing Open(string folder)
    {
        try
        {
            OwnFolder.Make(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"the key folder '{folder}' cannot be made: "
                + $"{fault.Message.TrimEnd('.')}; let this user write there, or name another one as state:keys", fault);
        }

        return new KeyRing(folder);
    }

    public IDataProtector TokensOf(string connection) => _ring.CreateProtector("tokens", connection);

    /// <inheritdoc/>
    public byte[] Wrap(byte[] key)
    {
        try
        {
            return _payloadKeys.Protect(key);
        }
        catch (CryptographicException fault)
        {
            throw new IOException($"the key ring cannot be used: {fault.GetBaseException().Message}", fault);
        }
    }

    /// <inheritdoc/>
    public byte[] Unwrap(byte[] wrapped)
    {
        // Asked with an empty folder, Data Protection would make a ring, which could open nothing.
        if (!Directory.EnumerateFiles(_folder, RingFiles).Any())
        {
            throw new CryptographicException($"there is no ring: no file {RingFiles}");
        }

        try
        {
            return _payloadKeys.Unprotect(wrapped);
        }
        catch (CryptographicException fault)
        {
            throw new CryptographicException(fault.GetBaseException().Message.Split(". ")[0], fault);
        }
    }
}
