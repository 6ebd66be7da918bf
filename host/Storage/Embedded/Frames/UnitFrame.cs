using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Frames;

/// <summary>What one unit of work left in the journal: the rows it changed and what it tells of records, sealed as one
/// part, and the payloads it brought, sealed one by one before they came here.</summary>
/// <param name="AtTicks">When; the age of a segment is known by it.</param>
/// <param name="Rows">In the order they were changed.</param>
/// <param name="Tells">In the order things happened.</param>
internal sealed record UnitFrame(long AtTicks, IReadOnlyList<RowImage> Rows, IReadOnlyList<Tell> Tells)
{
    private const byte Beat = 0;
    private const byte Work = 1;

    /// <summary>A frame that holds nothing: written when the host is idle, it proves that what stands before it was
    /// on disk.</summary>
    public static byte[] BeatBody(long atTicks, ImageWriter to) => to.Clear().Raw([Beat]).Fixed(atTicks).ToArray();

    /// <summary>The bytes of a frame.</summary>
    public static byte[] Body(
        long atTicks, ReadOnlySpan<byte> sealedWork, IReadOnlyList<byte[]> payloads, ImageWriter to)
    {
        to.Clear().Raw([Work]).Fixed(atTicks).Bytes(sealedWork).Number(payloads.Count);
        foreach (var payload in payloads)
        {
            to.Bytes(payload);
        }

        return to.ToArray();
    }

    /// <summary>The part of a frame that is sealed as one.</summary>
    public static ReadOnlySpan<byte> WorkOf(
        IReadOnlyList<RowImage> rows, IReadOnlyList<Tell> tells, ImageWriter to) =>
        to.Clear().List(rows, RowImage.Write).List(tells, Tell.Write).Written;

    /// <summary>When a frame was written, without opening it.</summary>
    public static long TicksOf(ReadOnlySpan<byte> body) => new ImageReader(body[1..]).Fixed();

    /// <summary>A frame without its payloads.</summary>
    public static UnitFrame Of(ReadOnlySpan<byte> body, IPayloadSeal seal)
    {
        var from = new ImageReader(body);
        if (from.Take(1)[0] == Beat)
        {
            return new UnitFrame(from.Fixed(), [], []);
        }

        var at = from.Fixed();
        var work = new ImageReader(seal.Open(from.Bytes()));
        return new UnitFrame(at, work.List(RowImage.Read), work.List(Tell.Read));
    }

    /// <summary>One payload of a frame, as it was before it was sealed.</summary>
    public static byte[] PayloadOf(ReadOnlySpan<byte> body, int index, IPayloadSeal seal) =>
        seal.Open(KeptPayloadOf(body, index));

    /// <summary>One payload of a frame, sealed.</summary>
    public static ReadOnlySpan<byte> KeptPayloadOf(ReadOnlySpan<byte> body, int index)
    {
        var from = new ImageReader(body[1..]);
        from.Fixed();
        from.Bytes();
        var count = from.Count();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        for (var before = 0; before < index; before++)
        {
            from.Bytes();
        }

        return from.Bytes();
    }
}
