using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>One record with unsettled changes, as memory holds it. Touched only while something is
/// decided.</summary>
internal sealed class RecordRow(RecordKey record, string key, int lane)
{
    public RecordKey Record { get; } = record;

    /// <summary>Of its row, and of its row in the ledger.</summary>
    public string Key { get; } = key;

    public int Lane { get; } = lane;

    public List<PendingChange> Changes { get; } = [];

    /// <summary>How many changes, from the oldest, stand in rows of their own.</summary>
    public int Spilled { get; set; }

    public RowState State { get; set; } = RowState.Pending;

    public long DueTicks { get; set; }

    public int Attempts { get; set; }

    /// <summary>Why it was put back last; empty when it never was.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The last change that was claimed; what came later has not been looked at.</summary>
    public long ClaimedThrough { get; set; }

    /// <summary>How the ledger counts it; null while it does not.</summary>
    public EntryState? KnownState { get; set; }

    /// <summary>The record's name in the ledger.</summary>
    public string? KnownName { get; set; }

    /// <summary>What the ledger knows, once it was looked up.</summary>
    public LedgerRow? Entry { get; set; }

    /// <summary>When it was put back or parked for the first time since it was settled last; the default while it never
    /// was. What is released and parked again goes on waiting.</summary>
    public DateTimeOffset Since { get; set; }

    public IReadOnlyList<ProblemNote> Problems { get; set; } = [];

    public IReadOnlyList<Dependency> WaitsFor { get; set; } = [];

    public Money? AtStake { get; set; }

    /// <summary>The frame since which it is unsettled: from there on the journal is needed.</summary>
    public long Began { get; set; }

    /// <summary>The frame that told last of this record; -1 for none.</summary>
    public long Told { get; set; } = -1;

    public PayloadRef? Input { get; set; }

    /// <summary>The write that may have been sent.</summary>
    public IntentRow? Intent { get; set; }

    public string Name =>
        Changes.FindLast(change => change.Stored.Change.Name is not null)?.Stored.Change.Name
        ?? KnownName ?? Record.Id;

    /// <summary>The number of its oldest change; a mark has none and stands before all of its instant.</summary>
    public long Oldest => Changes.Count == 0 ? long.MinValue : Changes[0].Sequence;

    /// <summary>Whether it waits with its first change and nothing else.</summary>
    public bool IsFresh => State == RowState.Pending && Changes.Count == 1 && Attempts == 0 && KnownState is null
        && Entry is null && Intent is null && Spilled == 0 && Problems.Count == 0 && WaitsFor.Count == 0
        && DueTicks == Changes[0].Stored.SeenAt.UtcTicks;

    /// <summary>A mark to look for what is due from an instant on.</summary>
    public static RecordRow DueAt(long ticks) => new(new RecordKey("", "", ""), "", 0) { DueTicks = ticks };

    /// <summary>It waits from an instant on, unless it waited before.</summary>
    public void WaitsSince(DateTimeOffset at) => Since = Since == default ? at : Since;

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

    /// <summary>While it waits, the newest hint stands for all of them; beside it the one that knows the
    /// name.</summary>
    public void KeepNewest()
    {
        var named = Changes.FindLast(change => change.Stored.Change.Name is not null);
        var newest = Changes[^1];
        Changes.RemoveAll(change => change != newest && change != named);
    }

    /// <summary>Whether this hint is a repetition of one that waits already.</summary>
    public bool Has(Change change) => Changes.Exists(
        known => known.Stored.Change.Version == change.Version && known.Stored.Change.Kind == change.Kind);
}

/// <summary>What a row waits for. The numbers stand in the journal.</summary>
internal enum RowState
{
    /// <summary>To be claimed when due.</summary>
    Pending = 0,
    /// <summary>Being handled; in its image it is pending, so that a crash brings it back.</summary>
    Claimed = 1,
    /// <summary>A dependency.</summary>
    Held = 2,
    /// <summary>A person.</summary>
    Refused = 3,
}
