using IntegrationHost.Engine.Inbox;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>The inbox in PostgreSQL.</summary>
internal sealed class PostgresInbox(
    PostgresDoor door, HostLease host, LaneTable lanes, Appender appender, Claims claims, Releases releases,
    PostgresOptions options) : IInbox
{
    public Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel) =>
        appender.AppendAsync(append, cancel);

    public Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel)
    {
        claims.Forget(lane);
        return lanes.TakeAsync(lane, cancel);
    }

    public Task ReleaseAsync(LaneLease lease, CancellationToken cancel) => lanes.ReleaseAsync(lease, cancel);

    public Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel) =>
        claims.ClaimAsync(lease, request, cancel);

    // Decided again after a lost answer: a record that was put back is claimed no more, so the second try is refused
    // and the lane is taken anew.
    public Task RetryAsync(LaneLease lease, Retry retry, CancellationToken cancel)
    {
        var key = RowKey.Of(retry.Record);
        return FencedAsync(lease, key, unit => unit.Then(
            InboxSql.Retry, lease.Lane, lease.Epoch, host.Id, key, retry.Due.UtcTicks, StoredText.Keep(retry.Reason),
            retry.At.UtcTicks, StoredText.Keep($"tried again at {retry.Due:u}: {retry.Reason}")), cancel);
    }

    // Decided again after a lost answer, as above.
    public Task ParkAsync(LaneLease lease, Park park, CancellationToken cancel)
    {
        var key = RowKey.Of(park.Record);
        var held = park.State == ParkState.Held;
        var text = string.Join("; ", park.Problems.Select(problem => problem.Text));
        var input = park.Input.IsEmpty ? [] : options.Seal.Seal(park.Input.Span);
        var through = claims.Through(key, lease);
        return FencedAsync(lease, key, unit => unit
            .Then(InboxSql.LockRecord, key)
            .Then(InboxSql.Park, lease.Lane, lease.Epoch, host.Id, key, through,
                (short)(held ? PendingState.Held : PendingState.Refused), park.At.UtcTicks,
                ParkedJson.OfProblems(park.Problems), ParkedJson.OfWaits(park.WaitsFor), ParkedJson.Marks(park),
                ParkedJson.OfMoney(park.AtStake), held ? "held" : "refused", StoredText.Keep(text), input,
                park.KeepsVersions), cancel);
    }

    public Task<int> RequeueAsync(Requeue requeue, CancellationToken cancel) => releases.RequeueAsync(requeue, cancel);

    private async Task FencedAsync(LaneLease lease, Guid key, Action<NpgsqlBatch> add, CancellationToken cancel)
    {
        var done = await door.RunAsync(async connection =>
        {
            await using var unit = new NpgsqlBatch(connection)
                .Then(LaneTable.LockHeld, lease.Lane, lease.Epoch, host.Id);
            add(unit);
            await unit.ExecuteNonQueryAsync(CancellationToken.None);
            return unit.BatchCommands[^1].RecordsAffected > 0;
        }, cancel);
        if (!done)
        {
            throw new StaleLeaseException(lease.Lane);
        }

        claims.Forget(key);
    }
}
