using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>What the owner thread keeps in memory beside the file: pending work, counts, problems of settled records.
/// Rebuilt from the file at every open.</summary>
internal sealed class StoreState
{
    /// <summary>Of the file; a host refuses files of a later one.</summary>
    public const int Format = 1;
    private const int SequenceBits = 32;

    private readonly Dictionary<string, Dictionary<EntryState, int>> _settled = [];
    private readonly Dictionary<int, long> _holders = [];

    private StoreState(long firstSequence) => Sequence = firstSequence;

    /// <summary>Numbers changes, entries of the history and leases. Each opening begins far above the last one, so that
    /// no number comes twice.</summary>
    public long Sequence { get; set; }

    public PendingIndex Pending { get; } = new();

    /// <summary>Problems of records that are written all the same.</summary>
    public Dictionary<RecordKey, (LedgerEntry Entry, IReadOnlyList<ProblemNote> Problems)> Afterwards { get; } = [];

    public static StoreState Load(LiteDatabase database)
    {
        var meta = database.Meta();
        var epoch = (meta.FindById("epoch")?["value"].AsInt64 ?? 0) + 1;
        meta.Upsert(new BsonDocument { ["_id"] = "epoch", ["value"] = epoch });
        meta.Upsert(new BsonDocument { ["_id"] = "format", ["value"] = Format });
        database.Ledger().EnsureIndex("find", BsonExpression.Create("$.find[*]"));
        var state = new StoreState(epoch << SequenceBits);
        state.LoadLedger(database);
        state.LoadPending(database);
        database.Checkpoint();
        return state;
    }

    /// <summary>The format of a file that was written before, or of one that is new.</summary>
    public static int FormatOf(LiteDatabase database) => database.Meta().FindById("format")?["value"].AsInt32 ?? Format;

    /// <summary>Gives a lane to whoever asks last: all work of one file is in one process.</summary>
    public LaneLease Take(int lane)
    {
        _holders[lane] = ++Sequence;
        UnclaimAll(lane);
        return new LaneLease(lane, _holders[lane]);
    }

    /// <summary>Takes a lane back; a lease that is out of date has nothing to give.</summary>
    public void Release(LaneLease lease)
    {
        if (Holds(lease))
        {
            _holders.Remove(lease.Lane);
            UnclaimAll(lease.Lane);
        }
    }

    public bool Holds(LaneLease lease) => _holders.GetValueOrDefault(lease.Lane) == lease.Epoch;

    /// <summary>The row of a record that this lease has claimed, or null.</summary>
    public RecordRow? ClaimedBy(LaneLease lease, RecordKey record) =>
        Holds(lease) && Pending.Find(record) is { State: RowState.Claimed } row && row.Lane == lease.Lane ? row : null;

    public IEnumerable<string> Flows => _settled.Keys.Concat(Pending.Rows.Select(row => row.Record.Flow)).Distinct();

    public int SettledOf(string flow, EntryState state) =>
        _settled.GetValueOrDefault(flow)?.GetValueOrDefault(state) ?? 0;

    /// <summary>Moves a record from one count to another.</summary>
    public void Count(string flow, EntryState? before, EntryState after)
    {
        if (!_settled.TryGetValue(flow, out var counts))
        {
            _settled.Add(flow, counts = []);
        }

        if (before is { } old)
        {
            counts[old]--;
        }

        counts[after] = counts.GetValueOrDefault(after) + 1;
    }

    private void UnclaimAll(int lane)
    {
        foreach (var row in Pending.Rows.Where(row => row.Lane == lane && row.State == RowState.Claimed).ToArray())
        {
            Pending.Take(row);
            row.State = RowState.Pending;
            Pending.Put(row);
        }
    }

    private void LoadLedger(LiteDatabase database)
    {
        foreach (var row in database.Ledger().FindAll())
        {
            var record = Rows.RecordOf(row);
            var entry = Rows.EntryOf(row);
            Count(record.Flow, null, entry.State);
            if (Rows.ProblemsOf(row) is { Count: > 0 } problems)
            {
                Afterwards[record] = (entry, problems);
            }
        }
    }

    private void LoadPending(LiteDatabase database)
    {
        var rows = new Dictionary<RecordKey, RecordRow>();
        foreach (var (record, lane, change) in database.Changes().FindAll().Select(Rows.ChangeOf))
        {
            if (!rows.TryGetValue(record, out var row))
            {
                rows.Add(record, row = new RecordRow(record, lane));
            }

            row.Changes.Add(change);
        }

        foreach (var row in rows.Values)
        {
            row.Changes.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
            row.KnownName = database.Ledger().FindById(RowKey.Of(row.Record))?["name"].AsString;
            Rows.Fill(row, database.Records().FindById(RowKey.Of(row.Record)));
            Pending.Put(row);
        }
    }
}
