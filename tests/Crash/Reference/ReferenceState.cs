using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Crash.Reference;

/// <summary>All a store has to know, in plain dictionaries: the model that a store on disk is compared with. Not for
/// several threads.</summary>
internal sealed class ReferenceState
{
    public long Sequence { get; set; }

    public Dictionary<RecordKey, WaitingRecord> Waiting { get; private init; } = [];

    public Dictionary<RecordKey, SettledRecord> Settled { get; private init; } = [];

    public Dictionary<RecordKey, Intent> Intents { get; private init; } = [];

    public Dictionary<RecordKey, ReadOnlyMemory<byte>> Inputs { get; private init; } = [];

    public Dictionary<RecordKey, List<HistoryEntry>> History { get; private init; } = [];

    public Dictionary<string, Cursor> Cursors { get; private init; } = [];

    public Dictionary<string, NamedValue> Values { get; private init; } = [];

    public HashSet<string> Deliveries { get; private init; } = [];

    /// <summary>Each pair twice, by the side that is known.</summary>
    public Dictionary<LinkSide, Link> Links { get; private init; } = [];

    /// <summary>The first ends of pairs, the newest last.</summary>
    public List<LinkSide> Linked { get; private init; } = [];

    /// <summary>Who holds which lane; gone when the process is.</summary>
    public Dictionary<int, long> Holders { get; } = [];

    /// <summary>The state as a process finds it that opens it anew: nobody holds a lane, nothing is claimed.</summary>
    public ReferenceState Reopened()
    {
        var copy = new ReferenceState
        {
            Sequence = Sequence,
            Waiting = Waiting.ToDictionary(pair => pair.Key, pair => pair.Value.Copy()),
            Settled = new(Settled),
            Intents = new(Intents),
            Inputs = new(Inputs),
            History = History.ToDictionary(pair => pair.Key, pair => pair.Value.ToList()),
            Cursors = new(Cursors),
            Values = new(Values),
            Deliveries = new(Deliveries),
            Links = new(Links),
            Linked = [.. Linked],
        };
        foreach (var row in copy.Waiting.Values)
        {
            row.IsClaimed = false;
        }

        return copy;
    }

    public void Tell(RecordKey record, DateTimeOffset at, string what, string text)
    {
        if (!History.TryGetValue(record, out var told))
        {
            History.Add(record, told = []);
        }

        told.Add(new HistoryEntry(at, what, text));
    }

    /// <summary>The record in the hands of this lease, or null.</summary>
    public WaitingRecord? InHandsOf(LaneLease lease, RecordKey record) =>
        Holds(lease) && Waiting.GetValueOrDefault(record) is { IsClaimed: true } row && row.Lane == lease.Lane
            ? row
            : null;

    public bool Holds(LaneLease lease) => Holders.GetValueOrDefault(lease.Lane, -1) == lease.Epoch;

    /// <summary>Makes parked records pending.</summary>
    public int Release(IEnumerable<WaitingRecord> rows, string text, DateTimeOffset at)
    {
        var released = rows.ToArray();
        foreach (var row in released)
        {
            row.StartAnew(at);
            Tell(row.Record, at, "released", text);
        }

        return released.Length;
    }
}

/// <summary>What is known of a record that was handled.</summary>
internal sealed record SettledRecord(LedgerEntry Entry, ChangeKind Kind, IReadOnlyList<ProblemNote> Problems);
