using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage;

namespace IntegrationHost.Crash.Reference;

/// <summary>The inbox as its port describes it, in memory.</summary>
internal sealed class ReferenceInbox(ReferenceState state) : IInbox
{
    public Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel) => Task.FromResult(Append(append));

    public Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel)
    {
        state.Holders[lane] = ++state.Sequence;
        Unclaim(lane);
        return Task.FromResult<LaneLease?>(new LaneLease(lane, state.Sequence));
    }

    public Task ReleaseAsync(LaneLease lease, CancellationToken cancel)
    {
        if (state.Holds(lease))
        {
            state.Holders.Remove(lease.Lane);
            Unclaim(lease.Lane);
        }

        return Task.CompletedTask;
    }

    public Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel)
    {
        Check(lease, state.Holds(lease));
        var ready = state.Waiting.Values
            .Where(row => row.IsReady && row.Lane == lease.Lane && request.Only.Contains(row.Record.Flow))
            .OrderBy(row => row.Due).ThenBy(row => row.Changes[0].Sequence).ToArray();
        var claimed = ready.TakeWhile(row => row.Due <= request.Now).Take(request.Most).Select(Claim).ToArray();
        var next = ready.FirstOrDefault(row => row.Due > request.Now)?.Due;
        return Task.FromResult(new Claim(claimed, next));
    }

    public Task RetryAsync(LaneLease lease, Retry retry, CancellationToken cancel)
    {
        var row = Claimed(lease, retry.Record);
        row.IsClaimed = false;
        row.WaitsSince(retry.At);
        row.Attempts++;
        row.Reason = retry.Reason;
        row.Due = retry.Due;
        state.Tell(retry.Record, retry.At, "retry", retry.Reason);
        return Task.CompletedTask;
    }

    public Task ParkAsync(LaneLease lease, Park park, CancellationToken cancel)
    {
        var row = Claimed(lease, park.Record);
        row.StartAnew(park.At);
        if (row.Changes[^1].Sequence <= row.ClaimedThrough)
        {
            row.Parked = park.State;
            row.Problems = park.Problems;
            row.WaitsFor = park.WaitsFor;
            row.AtStake = park.AtStake;
            row.WaitsSince(park.At);
            var named = row.Changes.FindLast(stored => stored.Change.Name is not null);
            if (!park.KeepsVersions)
            {
                row.Changes.RemoveAll(stored => stored != row.Changes[^1] && stored != named);
            }
        }

        if (!park.Input.IsEmpty)
        {
            state.Inputs[park.Record] = park.Input;
        }

        state.Tell(park.Record, park.At, park.State == ParkState.Held ? "held" : "refused", "");
        return Task.CompletedTask;
    }

    public Task<int> RequeueAsync(Requeue requeue, CancellationToken cancel)
    {
        var rows = state.Waiting.Values.Where(row => row.Parked is not null)
            .Where(row => requeue.WaitsFor is null || row.WaitsFor.Any(requeue.WaitsFor.Contains))
            .Where(row => requeue.Cause is null || row.Problems.Any(problem => problem.Cause == requeue.Cause))
            .Where(row => requeue.Record is null || row.Record == requeue.Record)
            .OrderBy(row => row.Changes[0].Sequence)
            .Take(requeue.Most);
        var released = state.Release(rows, requeue.By, requeue.At);
        return Task.FromResult(
            requeue is { Cause: not null, WaitsFor: null } ? released + TakeOffTheList(requeue, released) : released);
    }

    private int TakeOffTheList(Requeue requeue, int released)
    {
        var outlived = state.Settled
            .Where(pair => requeue.Record is null || pair.Key == requeue.Record)
            .Where(pair => pair.Value.Problems.Any(problem => problem.Cause == requeue.Cause))
            .Take(requeue.Most - released)
            .ToArray();
        foreach (var (record, settled) in outlived)
        {
            var left = settled.Problems.Where(problem => problem.Cause != requeue.Cause).ToArray();
            state.Settled[record] = settled with { Problems = left };
            state.Tell(record, requeue.At, "released", requeue.By);
        }

        return outlived.Length;
    }

    private AppendAnswer Append(Append append)
    {
        if (append.DeliveryKey is { } key && state.Deliveries.Contains(key))
        {
            return new AppendAnswer(AppendVerdict.Duplicate, 0);
        }

        if (append.Cursor is { } move && state.Cursors.GetValueOrDefault(move.Flow) != move.Expected)
        {
            return new AppendAnswer(AppendVerdict.CursorMoved, 0);
        }

        if (append.DeliveryKey is { } delivery)
        {
            state.Deliveries.Add(delivery);
        }

        if (append.Cursor is { } next)
        {
            state.Cursors[next.Flow] = next.Next;
        }

        return new AppendAnswer(AppendVerdict.Stored, append.Changes.Count(Store));
    }

    private bool Store(NewChange change)
    {
        var row = state.Waiting.GetValueOrDefault(change.Record);
        if (IsKnown(change, row))
        {
            return false;
        }

        var stored = new StoredChange(++state.Sequence, change.Change, change.Origin, change.SeenAt);
        if (row is null)
        {
            row = new WaitingRecord(change.Record, change.Lane) { Due = change.SeenAt };
            state.Waiting.Add(change.Record, row);
        }

        row.Changes.Add(stored);
        if (row.Parked is not null)
        {
            row.StartAnew(change.SeenAt);
        }

        state.Tell(change.Record, change.SeenAt, "seen", "");
        return true;
    }

    private bool IsKnown(NewChange change, WaitingRecord? row)
    {
        var (version, kind) = (change.Change.Version, change.Change.Kind);
        if (version.Length == 0)
        {
            return false;
        }

        if (row?.Changes.Exists(known => known.Change.Version == version && known.Change.Kind == kind) == true)
        {
            return true;
        }

        return state.Settled.GetValueOrDefault(change.Record) is { } settled
            && settled.Entry.SourceVersion == version
            && (kind == ChangeKind.Upsert || settled.Kind == ChangeKind.Delete);
    }

    private ClaimedRecord Claim(WaitingRecord row)
    {
        row.IsClaimed = true;
        row.ClaimedThrough = row.Changes[^1].Sequence;
        return new ClaimedRecord(row.Record, [.. row.Changes], row.Attempts,
            state.Intents.GetValueOrDefault(row.Record), state.Settled.GetValueOrDefault(row.Record)?.Entry);
    }

    private WaitingRecord Claimed(LaneLease lease, RecordKey record) =>
        state.InHandsOf(lease, record) ?? throw new StaleLeaseException(lease.Lane);

    private void Unclaim(int lane)
    {
        foreach (var row in state.Waiting.Values.Where(row => row.Lane == lane))
        {
            row.IsClaimed = false;
        }
    }

    private static void Check(LaneLease lease, bool holds)
    {
        if (!holds)
        {
            throw new StaleLeaseException(lease.Lane);
        }
    }
}
