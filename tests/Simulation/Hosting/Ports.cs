using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Invariants;
using IntegrationHost.Storage;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>The state's ports as the engine of one life sees them: each call is one step of the run, with a place to
/// end before it and one behind it. What was answered is noted as promised.</summary>
internal sealed class Ports(
    IStateStore store, StateThread thread, Fate fate, Promises promises, OnceOnly writes, Defect defect)
    : IInbox, ILedger, IHistory
{
    private readonly Dictionary<int, IdleLane> _idle = [];
    private readonly Dictionary<string, (long Changes, IReadOnlyList<NamedValue> Values)> _values = [];
    private long _changes;

    public Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel) =>
        defect.AppendAsync(append, wanted => AppendedAsync(wanted, cancel));

    public Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel) =>
        ChangeAsync("take", () => store.Inbox.TakeAsync(lane, cancel));

    public Task ReleaseAsync(LaneLease lease, CancellationToken cancel) =>
        ChangeAsync("release", () => store.Inbox.ReleaseAsync(lease, cancel));

    /// <summary>A lane in which nothing happened since is as empty as before: nobody has to ask each second.</summary>
    public async Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel)
    {
        if (_idle.TryGetValue(lease.Lane, out var idle) && idle.IsStill(_changes, request))
        {
            cancel.ThrowIfCancellationRequested();
            return idle.Claim;
        }

        var changes = 0L;
        var claim = await StepAsync("claim", () =>
        {
            changes = _changes;
            return store.Inbox.ClaimAsync(lease, request, cancel);
        });
        if (claim.Records.Count == 0)
        {
            _idle[lease.Lane] = new IdleLane(changes, claim, request.Only);
        }

        return claim;
    }

    public Task RetryAsync(LaneLease lease, Retry retry, CancellationToken cancel) =>
        defect.RetryAsync(lease, retry, this, () => ChangeAsync(
            "retry", () => store.Inbox.RetryAsync(lease, retry, cancel)));

    public Task ParkAsync(LaneLease lease, Park park, CancellationToken cancel) =>
        ChangeAsync("park", () => store.Inbox.ParkAsync(lease, park, cancel));

    public Task<int> RequeueAsync(Requeue requeue, CancellationToken cancel) =>
        defect.RequeueAsync(requeue, () => ChangeAsync(
            "requeue", () => store.Inbox.RequeueAsync(requeue, cancel)));

    public Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel) =>
        defect.SettleAsync(settlement, wanted => ChangeAsync(
            "settle", () => store.Ledger.SettleAsync(lease, wanted, cancel)));

    public Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel) =>
        defect.PutIntentAsync(intent, async () =>
        {
            await ChangeAsync("intent", () => store.Ledger.PutIntentAsync(lease, intent, cancel));
            writes.IntentStored(intent.Key);
        });

    public Task<IReadOnlyList<Link>> LinksAsync(IReadOnlyList<LinkSide> sides, CancellationToken cancel) =>
        StepAsync("links", () => store.Ledger.LinksAsync(sides, cancel));

    public Task<Cursor?> CursorAsync(string flow, CancellationToken cancel) =>
        StepAsync("cursor", () => store.Ledger.CursorAsync(flow, cancel));

    /// <summary>While nothing changes, what is asked each second has the answer it had.</summary>
    public async Task<IReadOnlyList<NamedValue>> ValuesAsync(string prefix, CancellationToken cancel)
    {
        if (_values.TryGetValue(prefix, out var known) && known.Changes == _changes)
        {
            return known.Values;
        }

        var changes = 0L;
        var values = await StepAsync("values", () =>
        {
            changes = _changes;
            return store.Ledger.ValuesAsync(prefix, cancel);
        });
        _values[prefix] = (changes, values);
        return values;
    }

    public Task<bool> PutValueAsync(NamedValue value, long expectedVersion, CancellationToken cancel) =>
        ChangeAsync("value", () => store.Ledger.PutValueAsync(value, expectedVersion, cancel));

    public Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel) =>
        StepAsync("find", () => store.History.FindAsync(nameOrId, cancel));

    public Task<IReadOnlyList<HistoryEntry>> OfAsync(RecordKey record, CancellationToken cancel) =>
        StepAsync("history", () => store.History.OfAsync(record, cancel));

    public Task<ReadOnlyMemory<byte>?> InputAsync(RecordKey record, CancellationToken cancel) =>
        StepAsync("input", () => store.History.InputAsync(record, cancel));

    public Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel) =>
        StepAsync("problems", () => store.History.ProblemsAsync(cancel));

    public Task<IReadOnlyList<ParkedRecord>> ParkedAsync(ParkedQuery query, CancellationToken cancel) =>
        StepAsync("parked", () => store.History.ParkedAsync(query, cancel));

    public Task<IReadOnlyList<Awaited>> AwaitedAsync(DependencyKind kind, CancellationToken cancel) =>
        StepAsync("awaited", () => store.History.AwaitedAsync(kind, cancel));

    public Task<IReadOnlyDictionary<RecordKey, LedgerEntry>> EntriesAsync(
        IReadOnlyList<RecordKey> records, CancellationToken cancel) =>
        StepAsync("entries", () => store.Ledger.EntriesAsync(records, cancel));

    public Task<IReadOnlyList<FlowCounts>> CountsAsync(CancellationToken cancel) =>
        StepAsync("counts", () => store.History.CountsAsync(cancel));

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> OldestAsync(CancellationToken cancel) =>
        StepAsync("oldest", () => store.History.OldestAsync(cancel));

    private async Task<AppendAnswer> AppendedAsync(Append append, CancellationToken cancel)
    {
        var answer = await ChangeAsync("append", () => store.Inbox.AppendAsync(append, cancel));
        if (append.Cursor is { } move && answer.Verdict == AppendVerdict.Stored)
        {
            promises.CursorMoved(move.Flow, move.Next);
        }

        return answer;
    }

    private Task ChangeAsync(string what, Func<Task> work) => ChangeAsync(what, async () =>
    {
        await work();
        return true;
    });

    private Task<T> ChangeAsync<T>(string what, Func<Task<T>> work) => StepAsync(what, async () =>
    {
        Interlocked.Increment(ref _changes);
        return await work();
    });

    private async Task<T> StepAsync<T>(string what, Func<Task<T>> work)
    {
        await fate.PassAsync($"before {what}");
        T answer;
        try
        {
            answer = thread.Do(work);
        }
        catch (Exception) when (fate.IsOver)
        {
            await Fate.Never(); // The power went while it was at it: nobody gets an answer.
            throw;
        }

        await fate.PassAsync($"after {what}");
        return answer;
    }

    private sealed record IdleLane(long Changes, Claim Claim, IReadOnlySet<string> Only)
    {
        public bool IsStill(long changes, ClaimRequest request) =>
            changes == Changes && (Claim.NextDue is not { } due || request.Now < due) && Only.SetEquals(request.Only);
    }
}
