using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>What the owner thread keeps in memory beside the file: pending work, counts, problems of settled records.
/// Rebuilt from the file at every open.</summary>
internal sealed class StoreState
{
    private readonly Dictionary<string, Dictionary<EntryState, int>> _settled = [];

    private StoreState(long epoch) => Epoch = epoch;

    public long Epoch { get; }

    public long Sequence { get; set; }

    public PendingIndex Pending { get; } = new();

    /// <summary>Problems of records that are written all the same.</summary>
    public Dictionary<RecordKey, (LedgerEntry Entry, IReadOnlyList<ProblemNote> Problems)> Afterwards { get; } = [];

    public static StoreState Load(LiteDatabase database)
    {
        var meta = database.Meta();
        var epoch = (meta.FindById("epoch")?["value"].AsInt64 ?? 0) + 1;
        meta.Upsert(new BsonDocument { ["_id"] = "epoch", ["value"] = epoch });
        database.Ledger().EnsureIndex("id", BsonExpression.Create("$.id"));
        database.Ledger().EnsureIndex("name", BsonExpression.Create("$.name"));
        var state = new StoreState(epoch) { Sequence = meta.FindById("sequence")?["value"].AsInt64 ?? 0 };
        state.LoadLedger(database);
        state.LoadPending(database);
        database.Checkpoint();
        return state;
    }

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
            Sequence = Math.Max(Sequence, change.Sequence);
        }

        foreach (var row in rows.Values)
        {
            row.Changes.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
            row.IsKnown = database.Ledger().FindById(RowKey.Of(row.Record)) is not null;
            Rows.Fill(row, database.Records().FindById(RowKey.Of(row.Record)));
            Pending.Put(row);
        }
    }
}
