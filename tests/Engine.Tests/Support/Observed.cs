using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>The state's ports, with a barrier: a test waits for the n-th settle, park or retry instead of
/// sleeping.</summary>
internal sealed class Observed(IInbox inbox, ILedger ledger, Func<bool> anotherHasTheLanes) : IInbox, ILedger
{
    private readonly Lock _gate = new();
    private readonly List<(string What, int Times, TaskCompletionSource Done)> _awaited = [];
    private readonly Dictionary<string, int> _seen = [];
    private readonly List<(int Lane, ClaimedRecord Record)> _claimed = [];
    private int _settling;

    public Func<Settlement, Task> BeforeSettle { get; set; } = _ => Task.CompletedTask;

    public Func<Settlement, Task> AfterSettle { get; set; } = _ => Task.CompletedTask;

    public Func<Intent, Task> BeforeIntent { get; set; } = _ => Task.CompletedTask;

    public Func<Intent, Task> AfterIntent { get; set; } = _ => Task.CompletedTask;

    /// <summary>Ends when this has happened so many times since the start.</summary>
    public Task HappenedAsync(string what, int times)
    {
        lock (_gate)
        {
            if (_seen.GetValueOrDefault(what) >= times)
            {
                return Task.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((what, times, done));
            return WithinAsync(done.Task, $"'{what}' to happen {times} times");
        }
    }

    public int CountOf(string what)
    {
        lock (_gate)
        {
            return _seen.GetValueOrDefault(what);
        }
    }

    // An append without changes moves a cursor and nothing else.
    public async Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel) =>
        After(append.Changes.Count == 0 ? "cursor" : "append", await inbox.AppendAsync(append, cancel));

    public async Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel) =>
        After("take", anotherHasTheLanes() ? null : await inbox.TakeAsync(lane, cancel));

    public Task ReleaseAsync(LaneLease lease, CancellationToken cancel) => inbox.ReleaseAsync(lease, cancel);

    public async Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel)
    {
        var claim = await inbox.ClaimAsync(lease, request, cancel);
        lock (_gate)
        {
            _claimed.AddRange(claim.Records.Select(record => (lease.Lane, record)));
        }

        return After("claim", claim);
    }

    /// <summary>What was claimed, in order.</summary>
    public IReadOnlyList<(int Lane, ClaimedRecord Record)> Claimed
    {
        get
        {
            lock (_gate)
            {
                return [.. _claimed];
            }
        }
    }

    public async Task RetryAsync(LaneLease lease, Retry retry, CancellationToken cancel)
    {
        await inbox.RetryAsync(lease, retry, cancel);
        After("retry", 0);
    }

    public async Task ParkAsync(LaneLease lease, Park park, CancellationToken cancel)
    {
        await inbox.ParkAsync(lease, park, cancel);
        After("park", 0);
    }

    public async Task<int> RequeueAsync(Requeue requeue, CancellationToken cancel) =>
        After("requeue", await inbox.RequeueAsync(requeue, cancel));

    /// <summary>Whether one is settled that is not counted yet: the state knows of it before we do.</summary>
    public bool IsSettling => Volatile.Read(ref _settling) > 0;

    public async Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel)
    {
        Interlocked.Increment(ref _settling);
        try
        {
            await BeforeSettle(settlement).WaitAsync(cancel);
            var verdict = await ledger.SettleAsync(lease, settlement, cancel);
            await AfterSettle(settlement).WaitAsync(cancel);
            After($"settle {settlement.What}", 0);
            return After("settle", verdict);
        }
        finally
        {
            Interlocked.Decrement(ref _settling);
        }
    }

    public async Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel)
    {
        await BeforeIntent(intent).WaitAsync(cancel);
        await ledger.PutIntentAsync(lease, intent, cancel);
        await AfterIntent(intent).WaitAsync(cancel);
        After("intent", 0);
    }

    /// <summary>All outcomes so far, by their word: <c>2 echo, 3 written</c>.</summary>
    public string Outcomes()
    {
        lock (_gate)
        {
            return string.Join(", ", _seen.Where(pair => pair.Key.StartsWith("settle ", StringComparison.Ordinal))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key[7..]}"));
        }
    }

    public Task<IReadOnlyList<Link>> LinksAsync(IReadOnlyList<LinkSide> sides, CancellationToken cancel) =>
        ledger.LinksAsync(sides, cancel);

    public Task<IReadOnlyDictionary<RecordKey, LedgerEntry>> EntriesAsync(
        IReadOnlyList<RecordKey> records, CancellationToken cancel) => ledger.EntriesAsync(records, cancel);

    public Task<Cursor?> CursorAsync(string flow, CancellationToken cancel) => ledger.CursorAsync(flow, cancel);

    public Task<IReadOnlyList<NamedValue>> ValuesAsync(string prefix, CancellationToken cancel) =>
        ledger.ValuesAsync(prefix, cancel);

    public Task<bool> PutValueAsync(NamedValue value, long expectedVersion, CancellationToken cancel) =>
        ledger.PutValueAsync(value, expectedVersion, cancel);

    private T After<T>(string what, T answer)
    {
        lock (_gate)
        {
            var times = _seen[what] = _seen.GetValueOrDefault(what) + 1;
            foreach (var (_, _, done) in _awaited.Where(entry => entry.What == what && entry.Times <= times))
            {
                done.TrySetResult();
            }
        }

        return answer;
    }

    private static async Task WithinAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"waited 20 s for {what}");
        }
    }
}
