using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace IntegrationHost.Storage.Journal;

/// <summary>How an entry stands in the file: checksum over all that follows, length of the body, position in the whole
/// journal, up to where everything was durable when this was written, body. The position makes stale and misplaced
/// bytes invalid; the third number lets a later frame testify that an earlier one had been durable.</summary>
internal static class Frame
{
    /// <summary>Bytes before the body.</summary>
    public const int Head = 24;

    /// <summary>The largest body.</summary>
    public const int BodyMost = 64 << 20;

    private const int LengthAt = 4;
    private const int PositionAt = 8;
    private const int DurableAt = 16;

    public static void Write(Span<byte> into, ReadOnlySpan<byte> body, long position, long durableUpTo)
    {
        BinaryPrimitives.WriteInt32LittleEndian(into[LengthAt..], body.Length);
        BinaryPrimitives.WriteInt64LittleEndian(into[PositionAt..], position);
        BinaryPrimitives.WriteInt64LittleEndian(into[DurableAt..], durableUpTo);
        body.CopyTo(into[Head..]);
        BinaryPrimitives.WriteUInt32LittleEndian(into, Crc32C(into[LengthAt..(Head + body.Length)]));
    }

    public static int LengthIn(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadInt32LittleEndian(head[LengthAt..]);

    public static long PositionIn(ReadOnlySpan<byte> head) =>
        BinaryPrimitives.ReadInt64LittleEndian(head[PositionAt..]);

    public static long DurableUpToIn(ReadOnlySpan<byte> head) =>
        BinaryPrimitives.ReadInt64LittleEndian(head[DurableAt..]);

    /// <summary>Whether a body can have that length; an empty one is a marker and never written.</summary>
    public static bool CanBe(int length) => length is > 0 and <= BodyMost;

    /// <summary>Whether the whole frame is as it was written, wherever it stands.</summary>
    public static bool IsSound(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt32LittleEndian(frame) == Crc32C(frame[LengthAt..]);

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            var bits = BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
            crc = BitOperations.Crc32C(crc, bits);
        }

        foreach (var rest in bytes[(bytes.Length & ~(sizeof(ulong) - 1))..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }
}
