using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Crash.Reference;

/// <summary>A record with changes that are not settled.</summary>
internal sealed class WaitingRecord(RecordKey record, int lane)
{
    public RecordKey Record { get; } = record;

    public int Lane { get; } = lane;

    public List<StoredChange> Changes { get; private init; } = [];

    public bool IsClaimed { get; set; }

    /// <summary>The newest change that was in the claim.</summary>
    public long ClaimedThrough { get; set; }

    /// <summary>Null while it is pending.</summary>
    public ParkState? Parked { get; set; }

    public DateTimeOffset Due { get; set; }

    public int Attempts { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>When it was put back or parked first since it was settled last; the default when it never
    /// was.</summary>
    public DateTimeOffset Since { get; set; }

    public IReadOnlyList<ProblemNote> Problems { get; set; } = [];

    public IReadOnlyList<Dependency> WaitsFor { get; set; } = [];

    public Money? AtStake { get; set; }

    public bool IsReady => Parked is null && !IsClaimed;

    public void WaitsSince(DateTimeOffset at) => Since = Since == default ? at : Since;

    /// <summary>Pending again as if nothing had been tried.</summary>
    public void StartAnew(DateTimeOffset due)
    {
        IsClaimed = false;
        Parked = null;
        Due = due;
        Attempts = 0;
        Reason = "";
        Problems = [];
        WaitsFor = [];
        AtStake = null;
    }

    public WaitingRecord Copy() => new(Record, Lane)
    {
        Changes = [.. Changes],
        IsClaimed = IsClaimed,
        ClaimedThrough = ClaimedThrough,
        Parked = Parked,
        Due = Due,
        Attempts = Attempts,
        Reason = Reason,
        Since = Since,
        Problems = Problems,
        WaitsFor = WaitsFor,
        AtStake = AtStake,
    };
}
