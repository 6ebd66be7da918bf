using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>The state's ports, with a barrier: a test waits for the n-th settle, park or retry instead of
/// sleeping.</summary>
internal sealed class Observed(IInbox inbox, ILedger ledger) : IInbox, ILedger
{
    private readonly Lock _gate = new();
    private readonly List<(string What, int Times, TaskCompletionSource Done)> _awaited = [];
    private readonly Dictionary<string, int> _seen = [];

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

    public async Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel) =>
        After("append", await inbox.AppendAsync(append, cancel));

    public Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel) => inbox.TakeAsync(lane, cancel);

    public Task ReleaseAsync(LaneLease lease, CancellationToken cancel) => inbox.ReleaseAsync(lease, cancel);

    public Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel) =>
        inbox.ClaimAsync(lease, request, cancel);

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

    public async Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel) =>
        After("settle", await ledger.SettleAsync(lease, settlement, cancel));

    public async Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel)
    {
        await ledger.PutIntentAsync(lease, intent, cancel);
        After("intent", 0);
    }

    public Task<IReadOnlyList<Link>> LinksAsync(IReadOnlyList<LinkSide> sides, CancellationToken cancel) =>
        ledger.LinksAsync(sides, cancel);

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
