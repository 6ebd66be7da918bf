namespace IntegrationHost.Storage.Payloads;

/// <summary>The key ring, as payload keys see it: it wraps them, so that a key file alone opens nothing. May be asked
/// from many threads.</summary>
public interface IKeyWrap
{
    /// <summary>The key as it may lie in a file.</summary>
    /// <exception cref="IOException">The ring cannot be read or written.</exception>
    byte[] Wrap(byte[] key);

    /// <summary>The key as it was.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was wrapped by another ring, or
    /// changed.</exception>
    byte[] Unwrap(byte[] wrapped);
}
