using IntegrationHost.Connectors;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>How cursors, small values, counts and single numbers stand in an image.</summary>
internal static class SmallRows
{
    public static byte[] Of(Cursor cursor, ImageWriter to)
    {
        to.Clear().Text(cursor.Value).Number(cursor.Since is null ? 0 : 1);
        return cursor.Since is { } since ? to.Instant(since).ToArray() : to.ToArray();
    }

    public static Cursor CursorOf(ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        var value = from.Text();
        return new Cursor(value, from.Count() == 0 ? null : from.Instant());
    }

    public static byte[] Of(NamedValue value, ImageWriter to) =>
        to.Clear().Text(value.Name).Text(value.Value).Number(value.Version).Text(value.By).Instant(value.At).ToArray();

    public static NamedValue ValueOf(ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        return new NamedValue(from.Text(), from.Text(), from.Number(), from.Text(), from.Instant());
    }

    public static byte[] Of(FlowTally tally, ImageWriter to) => to.Clear()
        .Text(tally.Flow).Text(tally.Entity).Number(tally.Written).Number(tally.Skipped).Number(tally.Deleted)
        .ToArray();

    public static FlowTally TallyOf(ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        return new FlowTally(from.Text(), from.Text(), from.Count(), from.Count(), from.Count());
    }

    public static byte[] Of(long number, ImageWriter to) => to.Clear().Number(number).ToArray();

    public static long NumberOf(ReadOnlySpan<byte> image) => new ImageReader(image).Number();
}

/// <summary>How many records of a flow and entity ended how.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="Entity">The source entity.</param>
/// <param name="Written">Standing in the target.</param>
/// <param name="Skipped">Nothing to do.</param>
/// <param name="Deleted">Gone in the target.</param>
internal sealed record FlowTally(string Flow, string Entity, int Written, int Skipped, int Deleted)
{
    public int Of(EntryState state) => state switch
    {
        EntryState.Written => Written,
        EntryState.Skipped => Skipped,
        _ => Deleted,
    };

    /// <summary>The tally with one more, or fewer, of a kind.</summary>
    public FlowTally With(EntryState state, int more) => state switch
    {
        EntryState.Written => this with { Written = Written + more },
        EntryState.Skipped => this with { Skipped = Skipped + more },
        _ => this with { Deleted = Deleted + more },
    };
}
