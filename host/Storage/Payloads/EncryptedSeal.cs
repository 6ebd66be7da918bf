using System.Buffers;
using System.Security.Cryptography;

namespace IntegrationHost.Storage.Payloads;

/// <summary>Keeps bytes packed and encrypted with AES-GCM under the key of the month: form, key id, nonce, tag, and
/// what was encrypted. Form and key id are sealed with it. Nonces are drawn: up to 2^32 payloads in a month the odds of
/// a repeated one stay below 2^-32.</summary>
public sealed class EncryptedSeal(PayloadKeys keys) : IPayloadSeal
{
    private const int HeadLength = 1 + KeyId.Length;
    private const int NonceAt = HeadLength;
    private const int TagAt = NonceAt + Cipher.NonceLength;
    private const int BodyAt = TagAt + Cipher.TagLength;

    private readonly PlainSeal _plain = new(keys);

    /// <inheritdoc/>
    public string Describe => keys.Month is { } month ? $"on, key of {month}" : "on";

    /// <inheritdoc/>
    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        var key = keys.Current();
        if (plain.Length < Packing.Worth)
        {
            return Encrypt(key, SealForm.Encrypted, plain);
        }

        var room = ArrayPool<byte>.Shared.Rent(Packing.RoomFor(plain.Length));
        try
        {
            return Packing.TryPack(plain, room, out var packed)
                ? Encrypt(key, SealForm.EncryptedPacked, room.AsSpan(0, packed))
                : Encrypt(key, SealForm.Encrypted, plain);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <inheritdoc/>
    public byte[] Open(ReadOnlySpan<byte> kept) =>
        SealForm.IsEncrypted(kept) ? Decrypt(kept, keys) : _plain.Open(kept);

    internal static byte[] Decrypt(ReadOnlySpan<byte> kept, PayloadKeys keys)
    {
        if (kept.Length < BodyAt)
        {
            throw new StoreUnusableException("a stored payload is damaged: it is cut off; restore a backup");
        }

        var key = keys.Of(KeyId.Read(kept[1..]));
        var length = kept.Length - BodyAt;
        if (kept[0] == SealForm.Encrypted)
        {
            var plain = new byte[length];
            Decrypt(key, kept, plain);
            return plain;
        }

        var room = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Decrypt(key, kept, room.AsSpan(0, length));
            return Packing.Unpack(room.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static byte[] Encrypt(PayloadKey key, byte form, ReadOnlySpan<byte> body)
    {
        var kept = new byte[BodyAt + body.Length];
        kept[0] = form;
        key.Id.Write(kept.AsSpan(1));
        var cipher = key.Take();
        cipher.Encrypt(kept.AsSpan(NonceAt, Cipher.NonceLength), body, kept.AsSpan(BodyAt),
            kept.AsSpan(TagAt, Cipher.TagLength), kept.AsSpan(0, HeadLength));
        key.GiveBack(cipher);
        return kept;
    }

    private static void Decrypt(PayloadKey key, ReadOnlySpan<byte> kept, Span<byte> plain)
    {
        try
        {
            var cipher = key.Take();
            cipher.Decrypt(kept.Slice(NonceAt, Cipher.NonceLength), kept[BodyAt..],
                kept.Slice(TagAt, Cipher.TagLength), plain, kept[..HeadLength]);
            key.GiveBack(cipher);
        }
        catch (CryptographicException fault)
        {
            throw new StoreUnusableException(
                $"a stored payload is damaged or was changed: it does not fit its key {key.Id}; restore a backup",
                fault);
        }
    }
}
