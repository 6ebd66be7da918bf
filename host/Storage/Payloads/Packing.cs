using System.Buffers.Binary;
using System.IO.Compression;

namespace IntegrationHost.Storage.Payloads;

/// <summary>Bytes made smaller: the length of what they were, then Brotli.</summary>
internal static class Packing
{
    /// <summary>Bytes; below, Brotli saves little and costs as much.</summary>
    public const int Worth = 1024;

    private const int Head = sizeof(int);
    private const int PlainMost = 256 * 1024 * 1024; // A damaged length must not take the memory of the machine.
    private const int Quality = 1;
    private const int Window = 22;

    /// <summary>Bytes to have ready for packing so many.</summary>
    public static int RoomFor(int length) => Head + BrotliEncoder.GetMaxCompressedLength(length);

    /// <summary>False when it does not pay.</summary>
    public static bool TryPack(ReadOnlySpan<byte> plain, Span<byte> into, out int written)
    {
        written = 0;
        if (plain.Length is < Worth or > PlainMost
            || !BrotliEncoder.TryCompress(plain, into[Head..], out var packed, Quality, Window)
            || Head + packed >= plain.Length)
        {
            return false;
        }

        BinaryPrimitives.WriteInt32LittleEndian(into, plain.Length);
        written = Head + packed;
        return true;
    }

    /// <exception cref="StoreUnusableException">They were changed.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length > Head && BinaryPrimitives.ReadInt32LittleEndian(packed) is >= Worth and <= PlainMost and var
            length)
        {
            var plain = new byte[length];
            if (BrotliDecoder.TryDecompress(packed[Head..], plain, out var written) && written == length)
            {
                return plain;
            }
        }

        throw new StoreUnusableException("a stored payload is damaged: it cannot be unpacked; restore a backup");
    }
}
