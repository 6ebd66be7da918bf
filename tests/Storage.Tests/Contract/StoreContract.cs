using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Contract;

/// <summary>What the rooms rely on, whatever keeps the state. A store is held to it by a class that says how it is
/// opened. One file per port, the inbox in three.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private OpenedStore? _store;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FakeTimeProvider Time { get; } = new(Some.Morning);

    private IInbox Inbox => _store!.Inbox;

    private ILedger Ledger => _store!.Ledger;

    private IHistory History => _store!.History;

    private IUpkeep Upkeep => _store!.Upkeep;

    /// <summary>Opens this test's own state: empty at first, and at each later call as it was left.</summary>
    protected abstract Task<OpenedStore> OpenAsync(TimeProvider time, CancellationToken cancel);

    public async ValueTask InitializeAsync() => _store = await OpenAsync(Time, Cancel);

    public virtual ValueTask DisposeAsync() => _store!.Whole.DisposeAsync();

    private async Task ReopenAsync()
    {
        await _store!.Whole.DisposeAsync();
        _store = await OpenAsync(Time, Cancel);
    }

    private Task<AppendAnswer> AppendAsync(params NewChange[] changes) =>
        Inbox.AppendAsync(new Append(changes), Cancel);

    private async Task<LaneLease> TakeAsync(int lane = 0) => (await Inbox.TakeAsync(lane, Cancel)).ShouldNotBeNull();

    private async Task<IReadOnlyList<ClaimedRecord>> ClaimAsync(LaneLease lease, int most = 100) =>
        (await Inbox.ClaimAsync(lease, Due(most), Cancel)).Records;

    private async Task<IReadOnlyList<string>> ClaimedIdsAsync(LaneLease lease, int most = 100) =>
        [.. (await ClaimAsync(lease, most)).Select(claimed => claimed.Record.Id)];

    private ClaimRequest Due(int most = 100) =>
        new(Time.GetUtcNow(), most, new HashSet<string> { "orders", "customers", "refunds" });

    private async Task<LaneLease> ClaimedAsync(params NewChange[] changes)
    {
        await AppendAsync(changes);
        var lease = await TakeAsync();
        (await ClaimAsync(lease)).Count.ShouldBe(changes.DistinctBy(change => change.Record).Count());
        return lease;
    }

    private Task<SettleVerdict> SettleAsync(
        LaneLease lease, RecordKey record, LedgerEntry? entry = null, Link? link = null,
        long through = long.MaxValue) =>
        Ledger.SettleAsync(
            lease, new Settlement(record, through, entry ?? Some.Entry(), link, "created as salesOrder 900"), Cancel);

    private Task ParkAsync(
        LaneLease lease, RecordKey record, ProblemNote problem, Money? atStake = null, params Dependency[] waitsFor) =>
        Inbox.ParkAsync(lease, ParkOf(record, [problem], waitsFor) with { AtStake = atStake }, Cancel);

    private Park ParkOf(RecordKey record, IReadOnlyList<ProblemNote> problems, params Dependency[] waitsFor) => new(
        record, waitsFor.Length > 0 ? ParkState.Held : ParkState.Refused, problems, waitsFor,
        """{"id":"7"}"""u8.ToArray(), Time.GetUtcNow());

    private Requeue Requeue() => new() { By = "ana", At = Time.GetUtcNow() };

    private async Task<string> StateOfAsync(RecordKey record) =>
        (await History.FindAsync(record.Id, Cancel)).Single(found => found.Record == record).State;

    private async Task<string[]> HistoryOfAsync(RecordKey record) =>
        [.. (await History.OfAsync(record, Cancel)).Select(entry => entry.What)];
}
