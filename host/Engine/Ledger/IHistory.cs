using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Ledger;

/// <summary>What happened to a record, what waits, and why. Reads only; entries are written by the inbox and the
/// ledger in the same unit as what they tell.</summary>
public interface IHistory
{
    /// <summary>The records, over all flows, that have this id or this name (<c>#1042</c>).</summary>
    Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel);

    /// <summary>Everything that happened to a record, in order of time; at most 1,000 entries, the newest
    /// ones.</summary>
    Task<IReadOnlyList<HistoryEntry>> OfAsync(RecordKey record, CancellationToken cancel);

    /// <summary>The source record as it was mapped last, UTF-8 JSON, or null.</summary>
    Task<ReadOnlyMemory<byte>?> InputAsync(RecordKey record, CancellationToken cancel);

    /// <summary>What waits, grouped by cause; those that need a person first, then most records first.</summary>
    Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel);

    /// <summary>Parked records, oldest first.</summary>
    Task<IReadOnlyList<ParkedRecord>> ParkedAsync(ParkedQuery query, CancellationToken cancel);

    /// <summary>All that parked records wait for, each thing once per flow.</summary>
    Task<IReadOnlyList<Awaited>> AwaitedAsync(DependencyKind kind, CancellationToken cancel);

    /// <summary>How many records each flow has seen and where they are.</summary>
    Task<IReadOnlyList<FlowCounts>> CountsAsync(CancellationToken cancel);

    /// <summary>Since when the oldest change of each flow that is on its way has been here; parked records do not
    /// count, flows with nothing on its way are left out.</summary>
    Task<IReadOnlyDictionary<string, DateTimeOffset>> OldestAsync(CancellationToken cancel);
}

/// <summary>Where one record is.</summary>
/// <param name="Record">Which.</param>
/// <param name="Name">What people call it.</param>
/// <param name="State">pending, held, refused, written, skipped or deleted.</param>
/// <param name="Entry">What the ledger knows, or null.</param>
/// <param name="Problems">Why it waits, or none.</param>
public sealed record RecordState(
    RecordKey Record, string Name, string State, LedgerEntry? Entry, IReadOnlyList<ProblemNote> Problems);

/// <summary>Something that happened to a record.</summary>
/// <param name="At">When.</param>
/// <param name="What">One word: seen, written, unchanged, skipped, deleted, held, refused, retry, released,
/// intent.</param>
/// <param name="Text">In a sentence.</param>
public sealed record HistoryEntry(DateTimeOffset At, string What, string Text);

/// <summary>Records that wait for one and the same reason.</summary>
/// <param name="Cause">The group's key.</param>
/// <param name="Code">Of the problem.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Remedy">What a person can do.</param>
/// <param name="NeedsPerson">False for dependencies that will come by themselves.</param>
/// <param name="Count">How many records.</param>
/// <param name="Flows">Of which flows.</param>
/// <param name="Sample">Some of their names, at most three.</param>
/// <param name="First">Since when the oldest waits.</param>
/// <param name="Last">Since when the newest waits.</param>
/// <param name="AtStake">The money that waits, per currency.</param>
public sealed record Problem(
    string Cause,
    string Code,
    string Text,
    string Remedy,
    bool NeedsPerson,
    int Count,
    IReadOnlyList<string> Flows,
    IReadOnlyList<string> Sample,
    DateTimeOffset First,
    DateTimeOffset Last,
    IReadOnlyList<Money> AtStake);

/// <summary>Which parked records.</summary>
/// <param name="Cause">Only with this cause, or null.</param>
/// <param name="Kind">Only those that wait for such a dependency, or null.</param>
/// <param name="Most">At most so many.</param>
public sealed record ParkedQuery(string? Cause, DependencyKind? Kind, int Most);

/// <summary>Something that records of a flow wait for.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="On">What.</param>
public sealed record Awaited(string Flow, Dependency On);

/// <summary>A record that waits.</summary>
/// <param name="Record">Which.</param>
/// <param name="Name">What people call it.</param>
/// <param name="State">For whom.</param>
/// <param name="Problems">Why.</param>
/// <param name="WaitsFor">Its dependencies.</param>
/// <param name="Since">Since when.</param>
/// <param name="AtStake">The money that waits with it.</param>
public sealed record ParkedRecord(
    RecordKey Record,
    string Name,
    ParkState State,
    IReadOnlyList<ProblemNote> Problems,
    IReadOnlyList<Dependency> WaitsFor,
    DateTimeOffset Since,
    Money? AtStake)
{
    /// <summary>The number of its newest change: a decision about the record covers what was there by then.</summary>
    public long Through { get; init; }
}

/// <summary>How many records of a flow are where. Each record counts once, by where it is now.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="Read">All records it has seen.</param>
/// <param name="Written">In the target.</param>
/// <param name="Held">Waiting for a dependency.</param>
/// <param name="Refused">Waiting for a person.</param>
/// <param name="Skipped">Nothing to do.</param>
/// <param name="Pending">On their way.</param>
public sealed record FlowCounts(
    string Flow, int Read, int Written, int Held, int Refused, int Skipped, int Pending);
