using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>How a <see cref="RecordRow"/> stands in the journal and in the projection.</summary>
internal static class RecordImage
{
    public static byte[] Of(RecordRow row, ImageWriter to)
    {
        to.Clear().Text(row.Record.Flow).Text(row.Record.Entity).Text(row.Record.Id).Number(row.Lane)
            .Number((int)(row.State == RowState.Claimed ? RowState.Pending : row.State))
            .Number(row.DueTicks).Number(row.Attempts).Text(row.Reason).Instant(row.Since)
            .Number(row.KnownState is { } known ? (int)known : -1).Text(row.KnownName)
            .Number(row.Began).Number(row.Told)
            .List(row.Problems, ParkImage.Write).List(row.WaitsFor, ParkImage.Write);
        ParkImage.Write(to, row.AtStake);
        PayloadRef.Write(to, row.Input);
        to.Number(row.Intent is null ? 0 : 1);
        if (row.Intent is { } intent)
        {
            IntentRow.Write(to, intent);
        }

        Changes(to.Number(row.Spilled), row.Changes, row.Spilled, row.Changes.Count);
        return to.ToArray();
    }

    /// <summary>Some changes of a row that has too many for one image.</summary>
    public static byte[] OfSpilled(RecordRow row, int from, int to, ImageWriter into)
    {
        Changes(into.Clear(), row.Changes, from, to);
        return into.ToArray();
    }

    /// <summary>A row and the number of changes that stand in rows of their own.</summary>
    public static RecordRow RowOf(string key, ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        var record = new RecordKey(from.Word(), from.Word(), from.Text());
        var row = new RecordRow(record, key, from.Count())
        {
            State = (RowState)from.Count(),
            DueTicks = from.Number(),
            Attempts = from.Count(),
            Reason = from.Text(),
            Since = from.Instant(),
        };
        var known = from.Count();
        row.KnownState = known < 0 ? null : (EntryState)known;
        row.KnownName = from.TextOrNull();
        row.Began = from.Number();
        row.Told = from.Number();
        row.Problems = from.List(ParkImage.Note);
        row.WaitsFor = from.List(ParkImage.Dependency);
        row.AtStake = ParkImage.Money(ref from);
        row.Input = PayloadRef.Read(ref from);
        row.Intent = from.Count() == 0 ? null : IntentRow.Read(ref from, record);
        row.Spilled = from.Count();
        Read(ref from, record, row.Changes);
        return row;
    }

    public static List<PendingChange> SpilledOf(ReadOnlySpan<byte> image, RecordKey record)
    {
        var from = new ImageReader(image);
        var changes = new List<PendingChange>();
        Read(ref from, record, changes);
        return changes;
    }

    private static void Changes(ImageWriter into, List<PendingChange> changes, int from, int to)
    {
        into.Number(to - from);
        for (var at = from; at < to; at++)
        {
            PendingChange.Write(into, changes[at]);
        }
    }

    private static void Read(ref ImageReader from, RecordKey record, List<PendingChange> changes)
    {
        for (var left = from.Count(); left > 0; left--)
        {
            changes.Add(PendingChange.Read(ref from, record));
        }
    }
}
