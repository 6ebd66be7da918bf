using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>A row's image as the projection keeps it: sealed, behind a checksum that covers its key, because LiteDB has
/// no checksums of its own.</summary>
internal static class RowSeal
{
    public static byte[] Close(ReadOnlySpan<byte> image, RowId id, IPayloadSeal seal)
    {
        var kept = seal.Seal(image);
        var row = new byte[sizeof(ulong) + kept.Length];
        kept.CopyTo(row, sizeof(ulong));
        BinaryPrimitives.WriteUInt64LittleEndian(row, Sum(kept, id));
        return row;
    }

    /// <exception cref="InvalidDataException">The row is not as it was written.</exception>
    public static byte[] Open(ReadOnlySpan<byte> row, RowId id, IPayloadSeal seal)
    {
        if (row.Length <= sizeof(ulong)
            || BinaryPrimitives.ReadUInt64LittleEndian(row) != Sum(row[sizeof(ulong)..], id))
        {
            throw new InvalidDataException($"the row {id.Table} {id.Key} is not as it was written");
        }

        return seal.Open(row[sizeof(ulong)..]);
    }

    private static ulong Sum(ReadOnlySpan<byte> kept, RowId id) => XxHash3.HashToUInt64(
        kept, (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.Key.AsSpan()), (long)id.Table));
}
