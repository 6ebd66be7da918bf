using System.Buffers;

namespace IntegrationHost.Storage.Payloads;

/// <summary>Keeps bytes unencrypted: <c>state.encryption: off</c>. What was encrypted before it was turned off stays
/// readable where the keys are given.</summary>
/// <param name="keys">Of what was encrypted before.</param>
public sealed class PlainSeal(PayloadKeys? keys = null) : IPayloadSeal
{
    /// <inheritdoc/>
    public string Describe => "off";

    /// <inheritdoc/>
    public byte[] Seal(ReadOnlySpan<byte> plain)
    {
        if (plain.Length < Packing.Worth)
        {
            return [SealForm.AsIs, .. plain];
        }

        var room = ArrayPool<byte>.Shared.Rent(Packing.RoomFor(plain.Length));
        try
        {
            return Packing.TryPack(plain, room, out var packed)
                ? [SealForm.Packed, .. room.AsSpan(0, packed)]
                : [SealForm.AsIs, .. plain];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <inheritdoc/>
    public byte[] Open(ReadOnlySpan<byte> kept) => kept switch
    {
        [SealForm.AsIs, .. var plain] => plain.ToArray(),
        [SealForm.Packed, .. var packed] => Packing.Unpack(packed),
        [SealForm.Encrypted or SealForm.EncryptedPacked, ..] => EncryptedSeal.Decrypt(kept, keys
            ?? throw new StoreUnusableException(
                "a stored payload is encrypted and no key folder was given to open it with")),
        _ => throw new StoreUnusableException(
            "a stored payload begins with nothing this version knows: it is damaged, or a newer version wrote it"),
    };
}
