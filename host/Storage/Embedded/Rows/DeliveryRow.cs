using System.Buffers.Binary;
using System.Globalization;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>The deliveries of one batch as one row of the projection. Its key begins with the newest of them, so that
/// old rows are found by key.</summary>
internal static class DeliveryRow
{
    private const int HashBytes = 16;

    /// <summary>The row of one delivery in a frame.</summary>
    public static RowId IdOf(UInt128 delivery)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        BinaryPrimitives.WriteUInt128BigEndian(hash, delivery);
        return new RowId(Table.Deliveries, Convert.ToHexStringLower(hash));
    }

    /// <summary>The delivery of a row in a frame.</summary>
    public static UInt128 DeliveryOf(RowId id) =>
        BinaryPrimitives.ReadUInt128BigEndian(Convert.FromHexString(id.Key));

    /// <summary>The row of a batch in the projection.</summary>
    public static RowId IdOf(long newestTicks, long end) =>
        new(Table.Deliveries, string.Create(CultureInfo.InvariantCulture, $"{newestTicks:D19}|{end:x16}"));

    /// <summary>Stands for all rows of batches that hold nothing newer.</summary>
    public static RowId Before(long ticks) =>
        new(Table.Deliveries, ticks.ToString("D19", CultureInfo.InvariantCulture));

    public static void Write(ImageWriter to, UInt128 delivery, long atTicks)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        BinaryPrimitives.WriteUInt128LittleEndian(hash, delivery);
        to.Raw(hash).Fixed(atTicks);
    }

    public static IReadOnlyList<(UInt128 Delivery, long AtTicks)> Of(ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        var deliveries = new List<(UInt128, long)>();
        while (from.Left.Length > 0)
        {
            deliveries.Add((BinaryPrimitives.ReadUInt128LittleEndian(from.Take(HashBytes)), from.Fixed()));
        }

        return deliveries;
    }
}
