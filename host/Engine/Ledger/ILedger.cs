using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Ledger;

/// <summary>What was done: outcomes, the crosswalk, intents, cursors and small values. Every method is one atomic unit;
/// when it returns, what it says is on disk, and reads see it.</summary>
public interface ILedger
{
    /// <summary>Ends the handling of a claimed record: ledger entry, links, removal of its changes from the inbox,
    /// release of what waited for the links and of its intent, all or nothing.</summary>
    Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel);

    /// <summary>Stores the rendered write of a claimed record before it is sent, in place of an earlier one. Throws
    /// when the lane has gone to another host: then nothing may be sent.</summary>
    Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel);

    /// <summary>The other side of links; pairs that do not exist are left out.</summary>
    Task<IReadOnlyList<Link>> LinksAsync(IReadOnlyList<LinkSide> sides, CancellationToken cancel);

    /// <summary>What is known of records; those never settled are left out.</summary>
    Task<IReadOnlyDictionary<RecordKey, LedgerEntry>> EntriesAsync(
        IReadOnlyList<RecordKey> records, CancellationToken cancel);

    /// <summary>Where a flow's feed stands; null before its first read.</summary>
    Task<Cursor?> CursorAsync(string flow, CancellationToken cancel);

    /// <summary>Small named values whose name begins so: tokens, the operator's table entries.</summary>
    Task<IReadOnlyList<NamedValue>> ValuesAsync(string prefix, CancellationToken cancel);

    /// <summary>Stores a small value if its version is the expected one (0 when there is none yet).</summary>
    /// <exception cref="ArgumentException">The name or the value is too long.</exception>
    Task<bool> PutValueAsync(NamedValue value, long expectedVersion, CancellationToken cancel);
}
