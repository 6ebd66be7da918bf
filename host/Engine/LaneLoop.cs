using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine;

/// <summary>Claims the records of one lane and hands them to their flows. A record on its way holds back nobody but
/// itself: the lane goes on claiming others up to its bound.</summary>
internal sealed class LaneLoop(
    int lane, IReadOnlyDictionary<string, Flow> flows, EngineParts parts) : IDisposable
{
    private static readonly TimeSpan TurnMost = TimeSpan.FromSeconds(2);

    private readonly LaneSignal _signal = new();
    private readonly HashSet<Task> _handlers = [];
    private int _inFlight;
    private long _turnTicks = parts.Time.GetUtcNow().UtcTicks;

    /// <summary>When the loop last went round.</summary>
    public DateTimeOffset LastTurn => new(Interlocked.Read(ref _turnTicks), TimeSpan.Zero);

    public void Wake() => _signal.Raise();

    /// <summary>Runs until <paramref name="stop"/>; records on their way are then finished, or given up at
    /// <paramref name="abort"/>.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        var lease = await parts.Inbox.TakeAsync(lane, stop)
            ?? throw new InvalidOperationException($"lane {lane} is held by another host");
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Interlocked.Exchange(ref _turnTicks, parts.Time.GetUtcNow().UtcTicks);
                await TurnAsync(lease, stop, abort);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping: what is on its way is waited for below.
        }

        await Task.WhenAll(Handlers());
        await parts.Inbox.ReleaseAsync(lease, CancellationToken.None);
    }

    private async Task TurnAsync(LaneLease lease, CancellationToken stop, CancellationToken abort)
    {
        await ThrowIfAnyFailedAsync();
        var room = parts.Options.InFlightMost - Volatile.Read(ref _inFlight);
        var now = parts.Time.GetUtcNow();
        var until = now + TurnMost;
        if (room > 0)
        {
            var only = flows.Values.Where(flow => flow.CanRun()).Select(flow => flow.Definition.Name).ToHashSet();
            var request = new ClaimRequest(now, Math.Min(room, parts.Options.ClaimMost), only);
            var claim = await parts.Inbox.ClaimAsync(lease, request, stop);
            foreach (var group in claim.Records.GroupBy(record => record.Record.Flow))
            {
                Start(lease, flows[group.Key], [.. group], abort);
            }

            if (claim.Records.Count > 0)
            {
                return;
            }

            until = claim.NextDue < until ? claim.NextDue.Value : until;
        }

        await _signal.WaitAsync(until, parts.Time, stop);
    }

    private void Start(LaneLease lease, Flow flow, ClaimedRecord[] records, CancellationToken abort)
    {
        Interlocked.Add(ref _inFlight, records.Length);
        var handler = Task.Factory.StartNew(
            () => HandleAsync(lease, flow, records, abort), abort, TaskCreationOptions.None, parts.Scheduler).Unwrap();
        lock (_handlers)
        {
            _handlers.Add(handler);
        }
    }

    private async Task HandleAsync(LaneLease lease, Flow flow, ClaimedRecord[] records, CancellationToken abort)
    {
        try
        {
            await flow.HandleAsync(lease, records, abort);
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            // Given up at the end of the drain, whatever it was doing: the changes are still in the inbox.
        }
        finally
        {
            Interlocked.Add(ref _inFlight, -records.Length);
            Wake();
        }
    }

    private Task[] Handlers()
    {
        lock (_handlers)
        {
            return [.. _handlers];
        }
    }

    /// <summary>A handler fails only when the state does: then the lane, and with it the host, stops.</summary>
    private async Task ThrowIfAnyFailedAsync()
    {
        foreach (var done in Handlers().Where(handler => handler.IsCompleted))
        {
            lock (_handlers)
            {
                _handlers.Remove(done);
            }

            await done;
        }
    }

    public void Dispose() => _signal.Dispose();
}
