using System.Security.Cryptography;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Tests.Payloads;

/// <summary>A key ring in memory; what another one wrapped it refuses.</summary>
internal sealed class TestRing : IKeyWrap
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public byte[] Wrap(byte[] key)
    {
        using var cipher = new AesGcm(_key, TagLength);
        var wrapped = new byte[NonceLength + TagLength + key.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceLength));
        cipher.Encrypt(wrapped.AsSpan(0, NonceLength), key, wrapped.AsSpan(NonceLength + TagLength),
            wrapped.AsSpan(NonceLength, TagLength));
        return wrapped;
    }

    public byte[] Unwrap(byte[] wrapped)
    {
        using var cipher = new AesGcm(_key, TagLength);
        var key = new byte[wrapped.Length - NonceLength - TagLength];
        cipher.Decrypt(wrapped.AsSpan(0, NonceLength), wrapped.AsSpan(NonceLength + TagLength),
            wrapped.AsSpan(NonceLength, TagLength), key);
        return key;
    }
}
