using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Journal;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>The inbox: decided in memory, kept by the journal.</summary>
internal sealed class EmbeddedInbox(
    Decider decider, StoreState state, PayloadReader payloads, IPayloadSeal seal) : IInbox
{
    public Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel) =>
        decider.AskAsync(new Appending(append, state, seal), cancel);

    public Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel) =>
        decider.AskAsync<LaneLease?>(_ => state.Take(lane), cancel);

    public Task ReleaseAsync(LaneLease lease, CancellationToken cancel) => decider.AskAsync(_ =>
    {
        state.Release(lease);
        return true;
    }, cancel);

    public async Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel)
    {
        var claim = await decider.AskAsync(
            _ => state.Holds(lease) ? Unread(lease, request) : [],
            decision => state.Holds(lease) ? Claim(decision, lease, request) : null,
            cancel) ?? throw new StaleLeaseException(lease.Lane);
        var records = new List<ClaimedRecord>(claim.Records.Count);
        foreach (var record in claim.Records)
        {
            records.Add(await ReadAsync(lease, record));
        }

        return new Claim(records, claim.NextDue);
    }

    public async Task RetryAsync(LaneLease lease, Retry retry, CancellationToken cancel) =>
        Check(lease, await decider.AskAsync(decision => Claimed(lease, retry.Record, row => decision.Change(row, () =>
        {
            row.State = RowState.Pending;
            row.WaitsSince(retry.At);
            row.Attempts++;
            row.Reason = retry.Reason;
            row.DueTicks = retry.Due.UtcTicks;
            decision.Tell(row, retry.At, "retry", $"tried again at {retry.Due:u}: {retry.Reason}");
        })), cancel));

    public async Task ParkAsync(LaneLease lease, Park park, CancellationToken cancel)
    {
        var input = PayloadBound.Sealed(park.Input, seal);
        Check(lease, await decider.AskAsync(
            decision => Claimed(lease, park.Record, row => Park(decision, row, park, input)), cancel));
    }

    public Task<int> RequeueAsync(Requeue requeue, CancellationToken cancel) => decider.AskAsync(decision =>
    {
        var released = decision.Release(Matching(requeue), $"released by {requeue.By}", requeue.At);
        return requeue is { Cause: { } cause, WaitsFor: null }
            ? released + TakeOffTheList(decision, requeue, cause, requeue.Most - released)
            : released;
    }, cancel);

    // While it is read, the old segment may go: then the row says where its payloads were carried to.
    private async Task<ClaimedRecord> ReadAsync(LaneLease lease, ClaimedRow claimed)
    {
        try
        {
            return claimed.Read(payloads);
        }
        catch (PositionDroppedException)
        {
            var now = await decider.AskAsync(
                _ => state.ClaimedBy(lease, claimed.Record) is { } row ? ClaimedRow.Of(row) : null,
                CancellationToken.None) ?? throw new StaleLeaseException(lease.Lane);
            return now.Read(payloads);
        }
    }

    private static void Park(Decision decision, RecordRow row, Park park, byte[]? input) => decision.Change(row, () =>
    {
        row.MakePending(park.At.UtcTicks);
        row.Input = input is null ? row.Input : decision.Unit.Keep(input);
        var what = park.State == ParkState.Held ? "held" : "refused";
        decision.Tell(row, park.At, what, string.Join("; ", park.Problems.Select(problem => problem.Text)));
        if (row.Changes[^1].Sequence > row.ClaimedThrough)
        {
            return; // A change came meanwhile, perhaps the correction: it is to be looked at first.
        }

        row.State = park.State == ParkState.Held ? RowState.Held : RowState.Refused;
        row.Problems = park.Problems;
        row.WaitsFor = park.WaitsFor;
        row.AtStake = park.AtStake;
        row.WaitsSince(park.At);
        decision.Unspill(row);
        if (!park.KeepsVersions)
        {
            row.KeepNewest();
        }
    });

    // Off the list goes the problem; the record is done and stays so. It waits for nothing any more, so who asks for
    // what records wait for does not mean it.
    private int TakeOffTheList(Decision decision, Requeue requeue, string cause, int most)
    {
        var settled = state.Afterwards.Values
            .Where(entry => requeue.Record is not { } record || entry.Record == record)
            .Where(entry => entry.Problems.Any(problem => problem.Cause == cause))
            .OrderBy(entry => entry.Entry.At)
            .Take(most)
            .ToArray();
        foreach (var entry in settled)
        {
            var left = entry.Problems.Where(problem => problem.Cause != cause).ToArray();
            var key = RowKey.Of(entry.Record);
            var text = $"taken off the list by {requeue.By}";
            if (state.Pending.Find(entry.Record) is { } row)
            {
                // The row leads the record's history until it is settled.
                decision.Change(row, () => decision.Tell(row, requeue.At, "released", text));
                decision.Put(row.Entry = entry with { Problems = left });
                continue;
            }

            var told = decision.Unit.Tell(key, entry.Told, requeue.At, "released", text);
            decision.Put(entry with { Problems = left, Told = told });
        }

        return settled.Length;
    }

    private IEnumerable<RowId> Unread(LaneLease lease, ClaimRequest request) => state.Pending
        .Due(lease.Lane, request)
        .Where(row => row.KnownState is not null && row.Entry is null)
        .Select(row => Decision.LedgerOf(row.Key));

    private ClaimedRows Claim(Decision decision, LaneLease lease, ClaimRequest request)
    {
        var rows = state.Pending.Due(lease.Lane, request);
        foreach (var row in rows)
        {
            row.Entry ??= row.KnownState is null ? null : decision.Ledger(row.Key);
            state.Pending.Take(row);
            row.State = RowState.Claimed;
            row.ClaimedThrough = row.Changes[^1].Sequence;
            state.Pending.Put(row);
        }

        return new ClaimedRows([.. rows.Select(ClaimedRow.Of)], state.Pending.NextDue(lease.Lane, request));
    }

    private IReadOnlyList<RecordRow> Matching(Requeue requeue)
    {
        IEnumerable<RecordRow> rows = requeue.WaitsFor is { } dependencies
            ? state.Pending.WaitingFor(dependencies)
            : state.Pending.Parked;
        return [.. rows
            .Where(row => requeue.Cause is not { } cause || row.Problems.Any(problem => problem.Cause == cause))
            .Where(row => requeue.Record is not { } record || row.Record == record)
            .OrderBy(row => row.Changes[0].Sequence)
            .Take(requeue.Most)];
    }

    private bool Claimed(LaneLease lease, RecordKey record, Action<RecordRow> then)
    {
        if (state.ClaimedBy(lease, record) is not { } row)
        {
            return false;
        }

        then(row);
        return true;
    }

    private static void Check(LaneLease lease, bool stored)
    {
        if (!stored)
        {
            throw new StaleLeaseException(lease.Lane);
        }
    }
}
