using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>What an operation decides with: the state in memory, the rows it asked for, and the unit it fills. It must
/// check before it changes anything: an exception after that stops the store.</summary>
internal sealed class Decision(StoreState state, RowView rows, Unit unit)
{
    public const int ChangesPerImage = 32;

    private readonly ImageWriter _images = new();

    public StoreState State => state;

    public RowView Rows => rows;

    public Unit Unit => unit;

    public ImageWriter Images => _images;

    public static RowId LedgerOf(string key) => new(Table.Ledger, key);

    /// <summary>What the ledger knows of a record; the row must have been asked for.</summary>
    public LedgerRow? Ledger(string key) => rows[LedgerOf(key)] is { } image ? LedgerRow.Of(image) : null;

    /// <summary>Changes a pending row, in memory and in its image.</summary>
    public void Change(RecordRow row, Action change)
    {
        state.Pending.Take(row);
        change();
        Put(row);
    }

    /// <summary>Puts a row that was taken where its state says it belongs.</summary>
    public void Put(RecordRow row)
    {
        state.Pending.Put(row);
        for (; row.Changes.Count - row.Spilled > ChangesPerImage; row.Spilled += ChangesPerImage)
        {
            var image = RecordImage.OfSpilled(row, row.Spilled, row.Spilled + ChangesPerImage, _images);
            unit.Put(SpilledOf(row, row.Spilled), image);
        }

        unit.Put(new RowId(Table.Pending, row.Key), RecordImage.Of(row, _images));
    }

    /// <summary>Puts a row that was not there before. Nobody may touch it afterwards.</summary>
    public void PutNew(RecordRow row)
    {
        var image = RecordImage.Of(row, _images);
        unit.Put(new RowId(Table.Pending, row.Key), image, isNew: true);
        if (row.IsFresh)
        {
            state.Pending.PutFresh(row, image);
        }
        else
        {
            state.Pending.Put(row);
        }
    }

    /// <summary>Before changes go from the front: those in rows of their own are put anew.</summary>
    public void Unspill(RecordRow row)
    {
        for (; row.Spilled > 0; row.Spilled -= ChangesPerImage)
        {
            unit.Delete(SpilledOf(row, row.Spilled - ChangesPerImage));
        }
    }

    /// <summary>Takes a settled row away.</summary>
    public void Remove(RecordRow row)
    {
        Unspill(row);
        unit.Delete(new RowId(Table.Pending, row.Key));
    }

    /// <summary>Adds to a pending record's history; the row's image must be put afterwards.</summary>
    public void Tell(RecordRow row, DateTimeOffset at, string what, string text) =>
        row.Told = unit.Tell(row.Key, row.Told, at, what, text);

    /// <summary>Makes parked rows pending at once; also used by the settle that brings what they wait for.</summary>
    public int Release(IReadOnlyList<RecordRow> parked, string text, DateTimeOffset at)
    {
        foreach (var row in parked)
        {
            Change(row, () =>
            {
                row.MakePending(at.UtcTicks);
                Tell(row, at, "released", text);
            });
        }

        return parked.Count;
    }

    /// <summary>Stores what the ledger knows of a record.</summary>
    public void Put(LedgerRow entry, bool isNew = false)
    {
        unit.Put(LedgerOf(RowKey.Of(entry.Record)), entry.Image(_images), isNew);
        var mark = new RowId(Table.Afterwards, RowKey.Of(entry.Record));
        if (entry.Problems.Count > 0)
        {
            unit.Put(mark, []);
        }
        else if (state.Afterwards.ContainsKey(entry.Record))
        {
            unit.Delete(mark);
        }

        state.Afterwards.Remove(entry.Record);
        if (entry.Problems.Count > 0)
        {
            state.Afterwards[entry.Record] = entry;
        }
    }

    /// <summary>Counts a record where it is now instead of where it was.</summary>
    public void Count(RecordKey record, EntryState? before, EntryState after)
    {
        var tally = state.Count(record, before, after);
        unit.Put(new RowId(Table.Counts, RowKey.Join(record.Flow, record.Entity)), SmallRows.Of(tally, _images));
    }

    public static RowId SpilledOf(RecordRow row, int from) => new(Table.Spilled, $"{row.Key}|{from}");
}
