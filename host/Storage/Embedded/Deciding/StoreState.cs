using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>What the decider keeps in memory: pending work, cursors, small values, counts, problems of settled
/// records. Loaded from the projection at every open; ledger and crosswalk stay there.</summary>
internal sealed class StoreState
{
    /// <summary>Of journal and projection; a host refuses those of a later one.</summary>
    public const int Format = 3;
    private const int SequenceBits = 32;

    private readonly Dictionary<int, long> _holders = [];

    public StoreState(long epoch)
    {
        Epoch = epoch;
        Sequence = epoch << SequenceBits;
    }

    /// <summary>How often the state was opened.</summary>
    public long Epoch { get; }

    /// <summary>Numbers changes and leases. Each opening begins far above the last one, so that no number comes
    /// twice.</summary>
    public long Sequence { get; set; }

    public PendingIndex Pending { get; } = new();

    public DeliveryKeys Deliveries { get; } = new();

    public KeyFilter Filter { get; } = new();

    public Dictionary<string, Cursor> Cursors { get; } = [];

    public SortedDictionary<string, NamedValue> Values { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Flow, string Entity), FlowTally> Tallies { get; } = [];

    /// <summary>Settled records that have a problem all the same.</summary>
    public Dictionary<RecordKey, LedgerRow> Afterwards { get; } = [];

    /// <summary>What was told before is forgotten, but of records that wait.</summary>
    public DateTimeOffset PrunedBefore { get; set; } = DateTimeOffset.MinValue;

    public IEnumerable<string> Flows => Tallies.Keys.Select(key => key.Flow).Concat(Pending.Flows).Distinct();

    /// <summary>Gives a lane to whoever asks last: all work of one state is in one process.</summary>
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

    public int SettledOf(string flow, EntryState state) =>
        Tallies.Where(pair => pair.Key.Flow == flow).Sum(pair => pair.Value.Of(state));

    /// <summary>Moves a record from one count to another.</summary>
    public FlowTally Count(RecordKey record, EntryState? before, EntryState after)
    {
        var key = (record.Flow, record.Entity);
        var tally = Tallies.GetValueOrDefault(key) ?? new FlowTally(record.Flow, record.Entity, 0, 0, 0);
        tally = (before is { } old ? tally.With(old, -1) : tally).With(after, 1);
        return Tallies[key] = tally;
    }

    private void UnclaimAll(int lane)
    {
        foreach (var row in Pending.Claimed.Where(row => row.Lane == lane).ToArray())
        {
            Pending.Take(row);
            row.State = RowState.Pending;
            Pending.Put(row);
        }
    }
}
