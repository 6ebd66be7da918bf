using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>The image of a record that waits with its first change and nothing else, read no further than to know
/// where it stands in line, in the order in which <see cref="RecordImage"/> writes.</summary>
/// <param name="Lane">Of the record.</param>
/// <param name="Flow">Of the record.</param>
/// <param name="Row">The image and its place in the line.</param>
internal readonly record struct FreshImage(int Lane, string Flow, FreshRow Row)
{
    /// <summary>Null where more is known of the record; the same as <see cref="RecordRow.IsFresh"/> says.</summary>
    public static FreshImage? Of(string key, byte[] image)
    {
        var from = new ImageReader(image);
        var flow = from.Word();
        from.SkipText().SkipText(); // Entity and id.
        var lane = from.Count();
        var (state, due, attempts) = ((RowState)from.Count(), from.Number(), from.Count());
        from.SkipText().Fixed(); // Why and since when it was put back.
        var known = from.Count();
        var began = from.SkipText().Number(); // Behind the name that is known.
        from.Number(); // What was told of it last.
        if (state != RowState.Pending || attempts > 0 || known >= 0 || from.Count() > 0 || from.Count() > 0)
        {
            return null; // It has problems, or waits for something.
        }

        ParkImage.Money(ref from);
        PayloadRef.Read(ref from);
        var (intent, spilled, changes) = (from.Count(), from.Count(), from.Count());
        if (intent > 0 || spilled > 0 || changes != 1)
        {
            return null;
        }

        var sequence = from.Number();
        from.SkipText().Number(); // Version and kind.
        from.SkipText().SkipText().Number(); // Name, group, and whether it is known when it changed.
        return from.SkipText().Fixed() == due
            ? new FreshImage(lane, flow, new FreshRow(key, image, due, sequence, began))
            : null;
    }
}
