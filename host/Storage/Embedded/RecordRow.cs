using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Storage.Embedded;

/// <summary>One record with unsettled changes, as memory holds it; the file has the same in two rows, rebuilt at
/// open.</summary>
internal sealed class RecordRow(RecordKey record, int lane)
{
    public RecordKey Record { get; } = record;

    public int Lane { get; } = lane;

    public List<StoredChange> Changes { get; } = [];

    public RowState State { get; set; } = RowState.Pending;

    public long DueTicks { get; set; }

    public int Attempts { get; set; }

    /// <summary>Why it was put back last; empty when it never was.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The last change that was claimed; what came later has not been looked at.</summary>
    public long ClaimedThrough { get; set; }

    /// <summary>The record's name in the ledger; null while the ledger does not count it.</summary>
    public string? KnownName { get; set; }

    public DateTimeOffset Since { get; set; }

    public IReadOnlyList<ProblemNote> Problems { get; set; } = [];

    public IReadOnlyList<Dependency> WaitsFor { get; set; } = [];

    public Money? AtStake { get; set; }

    public string Name =>
        Changes.FindLast(stored => stored.Change.Name is not null)?.Change.Name ?? KnownName ?? Record.Id;

    /// <summary>Starts anew: whatever it waited for, and however often it was tried, is over.</summary>
    public void MakePending(long dueTicks)
    {
        State = RowState.Pending;
        DueTicks = dueTicks;
        Attempts = 0;
        Reason = "";
        Problems = [];
        WaitsFor = [];
        AtStake = null;
    }
}

/// <summary>What a row waits for.</summary>
internal enum RowState
{
    /// <summary>To be claimed when due.</summary>
    Pending,
    /// <summary>Being handled; in the file it is pending, so that a crash brings it back.</summary>
    Claimed,
    /// <summary>A dependency.</summary>
    Held,
    /// <summary>A person.</summary>
    Refused,
}
