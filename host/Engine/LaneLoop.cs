using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Limits;

namespace IntegrationHost.Engine;

/// <summary>Claims the records of one lane and hands them to their flows. A record on its way holds back nobody but
/// itself: the lane goes on claiming others up to its bound. While another host has the lane it waits; when the lane
/// was lost it lets what is on its way end, which the state then refuses, and begins anew.</summary>
internal sealed class LaneLoop(
    int lane, IReadOnlyDictionary<string, Flow> flows, LaneAdmission admission, EngineParts parts) : IDisposable
{
    private static readonly TimeSpan TurnMost = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TakeAgainAfter = TimeSpan.FromSeconds(1);

    private readonly LaneSignal _signal = new();
    private readonly HashSet<Task> _handlers = [];
    private readonly GroupLine _groups = new();
    private int _inFlight;
    private LaneTurn _turn = LaneTurn.First;
    private volatile bool _lost;
    private volatile bool _ending;
    private long _turnTicks = parts.Time.GetUtcNow().UtcTicks;

    /// <summary>When the loop last went round.</summary>
    public DateTimeOffset LastTurn => new(Interlocked.Read(ref _turnTicks), TimeSpan.Zero);

    public void Wake() => _signal.Raise();

    /// <summary>Runs until <paramref name="stop"/>; records on their way are then finished, or given up at
    /// <paramref name="abort"/>.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await HoldAsync(await TakeAsync(stop), stop, abort);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping while another host has the lane: there is nothing on its way.
        }
    }

    private async Task<LaneLease> TakeAsync(CancellationToken stop)
    {
        while (true)
        {
            Tick();
            if (await parts.Inbox.TakeAsync(lane, stop) is { } lease)
            {
                return lease;
            }

            await Task.Delay(TakeAgainAfter, parts.Time, stop);
        }
    }

    // Until the end, or until the lane is lost.
    private async Task HoldAsync(LaneLease lease, CancellationToken stop, CancellationToken abort)
    {
        (_lost, _ending) = (false, false);
        try
        {
            while (!stop.IsCancellationRequested && !_lost)
            {
                Tick();
                await TurnAsync(lease, stop, abort);
            }
        }
        catch (StaleLeaseException)
        {
            _lost = true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping: what is on its way is waited for below.
        }

        _ending = true;
        await EndHandlersAsync();
        _groups.Clear();
        Interlocked.Exchange(ref _inFlight, 0);
        if (!_lost)
        {
            await parts.Inbox.ReleaseAsync(lease, CancellationToken.None);
        }
        else
        {
            await Task.Delay(TakeAgainAfter, parts.Time, stop);
        }
    }

    private async Task EndHandlersAsync()
    {
        while (Handlers().Where(handler => !handler.IsCompleted).ToArray() is { Length: > 0 } open)
        {
            Tick();
            try
            {
                await Task.WhenAll(open).WaitAsync(TurnMost, parts.Time);
            }
            catch (TimeoutException) when (open.Any(handler => !handler.IsCompleted))
            {
                // They take longer than a turn; the loop is alive all the same.
            }
        }

        await ThrowIfAnyFailedAsync();
    }

    private void Tick() => Interlocked.Exchange(ref _turnTicks, parts.Time.GetUtcNow().UtcTicks);

    private async Task TurnAsync(LaneLease lease, CancellationToken stop, CancellationToken abort)
    {
        await ThrowIfAnyFailedAsync();
        var room = parts.Options.InFlightMost - Volatile.Read(ref _inFlight);
        var now = parts.Time.GetUtcNow();
        var until = now + TurnMost;
        if (room > 0)
        {
            var claim = await ClaimAsync(lease, now, Math.Min(room, parts.Options.ClaimMost), stop);
            Interlocked.Add(ref _inFlight, claim.Records.Count);
            foreach (var group in claim.Records.Where(Enters)
                .GroupBy(record => (record.Record.Flow, IsHistory: IsHistory(record))))
            {
                Start(lease, flows[group.Key.Flow], [.. group], abort);
            }

            if (claim.Records.Count > 0)
            {
                return;
            }

            until = claim.NextDue < until ? claim.NextDue.Value : until;
        }

        await _signal.WaitAsync(until, parts.Time, stop);
    }

    // Oldest first while little waits; of a backlog those first that go first.
    private async Task<Claim> ClaimAsync(LaneLease lease, DateTimeOffset now, int most, CancellationToken stop)
    {
        var tiers = admission.TiersOf(flows.Values, Volatile.Read(ref _inFlight), ref _turn);
        DateTimeOffset? nextDue = null;
        foreach (var only in tiers)
        {
            var claim = await parts.Inbox.ClaimAsync(lease, new ClaimRequest(now, most, only), stop);
            if (claim.Records.Count > 0)
            {
                _turn = _turn with { IsBacklog = tiers.Count > 1 || claim.Records.Count >= most };
                return claim;
            }

            nextDue = nextDue < claim.NextDue ? nextDue : claim.NextDue ?? nextDue;
        }

        _turn = _turn with { IsBacklog = false };
        return new Claim([], nextDue);
    }

    // Read in by a backfill and not changed since: it goes after all live work of its accounts.
    private static bool IsHistory(ClaimedRecord record) =>
        record.Changes.All(change => change.Origin == Intake.Backfills.Origin);

    private bool Enters(ClaimedRecord record) => _groups.Enter(GroupOf(record), record);

    private string GroupOf(ClaimedRecord record) =>
        GroupLine.NameOf(flows[record.Record.Flow].Definition.From.Connection, record);

    // The next of its group goes on, unless the lane is being given up: then it is pending again.
    private void Leave(LaneLease lease, ClaimedRecord record, CancellationToken abort)
    {
        Interlocked.Decrement(ref _inFlight);
        if (_groups.Leave(GroupOf(record)) is { } next && !_ending)
        {
            Start(lease, flows[next.Record.Flow], [next], abort);
        }
    }

    private void Start(LaneLease lease, Flow flow, ClaimedRecord[] records, CancellationToken abort)
    {
        using var _ = records.All(IsHistory) ? WorkPriority.Cap(Priority.Backfill) : default;
        var handler = Task.Factory.StartNew(
            () => HandleAsync(lease, flow, records, abort), abort, TaskCreationOptions.None, parts.Scheduler).Unwrap();
        lock (_handlers)
        {
            _handlers.Add(handler);
        }
    }

    private async Task HandleAsync(LaneLease lease, Flow flow, ClaimedRecord[] records, CancellationToken abort)
    {
        var ended = new HashSet<RecordKey>();
        try
        {
            await flow.HandleAsync(lease, records, Ended, abort);
        }
        catch (StaleLeaseException)
        {
            _lost = true; // Nothing of it was stored: whoever has the lane now handles the records.
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            // Given up at the end of the drain, whatever it was doing: the changes are still in the inbox.
        }
        finally
        {
            foreach (var record in records)
            {
                Ended(record);
            }

            Wake();
        }

        void Ended(ClaimedRecord record)
        {
            bool first;
            lock (ended)
            {
                first = ended.Add(record.Record);
            }

            if (first)
            {
                Leave(lease, record, abort);
            }
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
