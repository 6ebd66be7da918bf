using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Inbox;

/// <summary>The right to work on a lane.</summary>
/// <param name="Lane">Which.</param>
/// <param name="Epoch">Grows each time the lane changes hands: a settle with an old epoch is refused.</param>
public sealed record LaneLease(int Lane, long Epoch);

/// <summary>What to claim.</summary>
/// <param name="Now">Changes due by then.</param>
/// <param name="Most">At most so many records.</param>
/// <param name="Only">Flows to claim from: those that run.</param>
public sealed record ClaimRequest(DateTimeOffset Now, int Most, IReadOnlySet<string> Only);

/// <summary>What was claimed.</summary>
/// <param name="Records">Oldest first.</param>
/// <param name="NextDue">When the next change of the lane falls due, if one waits for its time.</param>
public sealed record Claim(IReadOnlyList<ClaimedRecord> Records, DateTimeOffset? NextDue);

/// <summary>A record to be handled.</summary>
/// <param name="Record">Which.</param>
/// <param name="Changes">Its stored changes, oldest first; never empty.</param>
/// <param name="Attempts">How often it was put back.</param>
/// <param name="Intent">A write that may have been sent before: recover it first.</param>
/// <param name="Entry">What the ledger knows of it.</param>
public sealed record ClaimedRecord(
    RecordKey Record,
    IReadOnlyList<StoredChange> Changes,
    int Attempts,
    Ledger.Intent? Intent,
    Ledger.LedgerEntry? Entry)
{
    /// <summary>The change that stands for all.</summary>
    public StoredChange Newest => Changes[^1];

    /// <summary>What people call it.</summary>
    public string Name => Changes.LastOrDefault(change => change.Change.Name is not null)?.Change.Name
        ?? Entry?.Name ?? Record.Id;

    /// <summary>What a person decided, where nothing came since that the person could not know of.</summary>
    public Ruling? Ruled => Ruling.Of(Newest.Origin) is { } ruling
        && Changes.SkipLast(1).All(change => change.Sequence <= ruling.Through || Ruling.Of(change.Origin) is not null)
        ? ruling
        : null;

    /// <summary>The newest change that a system reported, or null where there is none but a ruling.</summary>
    public StoredChange? NewestReported => Changes.LastOrDefault(change => Ruling.Of(change.Origin) is null);
}

/// <summary>A change in the inbox.</summary>
/// <param name="Sequence">Grows with every stored change.</param>
/// <param name="Change">The hint.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="SeenAt">When it reached us.</param>
public sealed record StoredChange(long Sequence, Change Change, string Origin, DateTimeOffset SeenAt);
