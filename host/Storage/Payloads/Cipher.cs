using System.Security.Cryptography;

namespace IntegrationHost.Storage.Payloads;

/// <summary>A cipher set up for one key, with nonces drawn ahead: a draw costs the same for one as for many. Serves one
/// caller at a time.</summary>
internal sealed class Cipher(byte[] key) : IDisposable
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    private const int NoncesAhead = 64;

    private readonly AesGcm _aes = new(key, TagLength);
    private readonly byte[] _nonces = new byte[NoncesAhead * NonceLength];
    private int _used = NoncesAhead;

    /// <summary>Encrypts under a nonce of its own, and says which.</summary>
    public void Encrypt(
        Span<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> sealedTo, Span<byte> tag, ReadOnlySpan<byte> head)
    {
        if (_used == NoncesAhead)
        {
            RandomNumberGenerator.Fill(_nonces);
            _used = 0;
        }

        _nonces.AsSpan(_used++ * NonceLength, NonceLength).CopyTo(nonce);
        _aes.Encrypt(nonce, plain, sealedTo, tag, head);
    }

    /// <exception cref="CryptographicException">One of them was changed.</exception>
    public void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> kept, ReadOnlySpan<byte> tag, Span<byte> plain,
        ReadOnlySpan<byte> head) => _aes.Decrypt(nonce, kept, tag, plain, head);

    public void Dispose() => _aes.Dispose();
}
