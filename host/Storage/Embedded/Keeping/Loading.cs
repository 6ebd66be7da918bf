using System.Runtime.ExceptionServices;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Projecting;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>Fills the memory of the decider from the projection.</summary>
internal static class Loading
{
    public const string EpochKey = "epoch";
    public const string FormatKey = "format";
    public const string PrunedKey = "pruned";

    /// <summary>Up to where the journal may have been dropped; what is missing beyond was lost.</summary>
    public const string DroppedKey = "dropped";

    /// <exception cref="StoreUnusableException">The journal has lost its beginning.</exception>
    public static StoreState Load(ProjectionFile file, long journalFirst, string journalFolder)
    {
        var meta = file.All(Table.Meta).ToDictionary(row => row.Id.Key, row => SmallRows.NumberOf(row.Image));
        var state = new StoreState(meta.GetValueOrDefault(EpochKey) + 1)
        {
            PrunedBefore = new DateTimeOffset(meta.GetValueOrDefault(PrunedKey), TimeSpan.Zero),
        };
        if (journalFirst > meta.GetValueOrDefault(DroppedKey))
        {
            throw new StoreUnusableException(
                $"the journal in '{journalFolder}' begins at {journalFirst} and should begin at "
                + $"{meta.GetValueOrDefault(DroppedKey)} or before: its first file is missing; put it back, or restore "
                + "a backup");
        }

        var spilled = file.All(Table.Spilled).ToDictionary(row => row.Id, row => row.Image);
        var (fresh, rows) = PendingRows(file);
        foreach (var row in rows)
        {
            AddSpilled(row, spilled);
            state.Pending.Put(row);
        }

        foreach (var row in fresh)
        {
            PutFresh(state, row);
        }

        foreach (var row in file.All(Table.Cursors))
        {
            state.Cursors.Add(row.Id.Key, SmallRows.CursorOf(row.Image));
        }

        foreach (var value in file.All(Table.Values).Select(row => SmallRows.ValueOf(row.Image)))
        {
            state.Values.Add(value.Name, value);
        }

        foreach (var tally in file.All(Table.Counts).Select(row => SmallRows.TallyOf(row.Image)))
        {
            state.Tallies.Add((tally.Flow, tally.Entity), tally);
        }

        foreach (var mark in file.All(Table.Afterwards))
        {
            var entry = LedgerRow.Of(file.Find(Decision.LedgerOf(mark.Id.Key)));
            state.Afterwards.Add(entry.Record, entry);
        }

        foreach (var (delivery, at) in file.All(Table.Deliveries).SelectMany(row => DeliveryRow.Of(row.Image)))
        {
            state.Deliveries.Add(delivery, at);
        }

        return state;
    }

    private static (IReadOnlyList<FreshImage> Fresh, IReadOnlyList<RecordRow> Rows) PendingRows(ProjectionFile file)
    {
        try
        {
            var read = file.All(Table.Pending).AsParallel().AsOrdered()
                .Select(row => (Image: row, Fresh: FreshImage.Of(row.Id.Key, row.Image!)))
                .ToArray();
            var fresh = read.Select(row => row.Fresh).OfType<FreshImage>().ToArray();
            Array.Sort(fresh, (one, other) => FreshRow.Compare(one.Row, other.Row));
            return (fresh, [.. read.Where(row => row.Fresh is null)
                .Select(row => RecordImage.RowOf(row.Image.Id.Key, row.Image.Image))]);
        }
        catch (AggregateException faults)
        {
            // A key that is missing is another fault than a file that is damaged: who opens the state tells them apart.
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
            throw;
        }
    }

    private static void PutFresh(StoreState state, FreshImage fresh)
    {
        if (!state.Pending.TryPutFresh(fresh.Lane, fresh.Flow, fresh.Row))
        {
            state.Pending.Put(RecordImage.RowOf(fresh.Row.Key, fresh.Row.Image));
        }
    }

    private static void AddSpilled(RecordRow row, Dictionary<RowId, byte[]?> spilled)
    {
        var older = new List<PendingChange>();
        for (var from = 0; from < row.Spilled; from += Decision.ChangesPerImage)
        {
            older.AddRange(RecordImage.SpilledOf(spilled[Decision.SpilledOf(row, from)], row.Record));
        }

        row.Changes.InsertRange(0, older);
    }
}
