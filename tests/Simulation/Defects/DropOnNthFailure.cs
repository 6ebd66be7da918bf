using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Settles a record that could not be written a few times, as if there were nothing to do.</summary>
internal sealed class DropOnNthFailure : Defect
{
    private const int FailuresMost = 2;

    private readonly Dictionary<RecordKey, int> _failures = [];

    public override async Task RetryAsync(LaneLease lease, Retry retry, ILedger ledger, Func<Task> go)
    {
        var failures = _failures[retry.Record] = _failures.GetValueOrDefault(retry.Record) + 1;
        if (failures <= FailuresMost)
        {
            await go();
            return;
        }

        var entry = new LedgerEntry(EntryState.Skipped, retry.Record.Id, "", "", "", "", "", "", retry.At);
        await ledger.SettleAsync(
            lease, new Settlement(retry.Record, long.MaxValue, entry, null, "given up"), CancellationToken.None);
    }
}
