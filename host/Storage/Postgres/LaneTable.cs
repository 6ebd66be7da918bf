using System.Collections.Concurrent;
using IntegrationHost.Engine.Inbox;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Which lanes this host has. A lane is free when nobody has it or its owner's lease is over by the database's
/// clock; taking it adds one to its epoch, and every unit looks at epoch, owner and lease in the database.</summary>
internal sealed class LaneTable(PostgresDoor door, HostLease host)
{
    /// <summary>Statements that follow run only for a lease that still holds: $1 lane, $2 epoch, $3 host.</summary>
    public const string LockHeld = """
        select l.lane from lane l join host h on h.id = l.owner
        where l.lane = $1 and l.epoch = $2 and l.owner = $3 and h.expires_at > clock_timestamp()
        for share of l
        """;

    /// <summary>The same as a condition of a later statement of the unit.</summary>
    public const string Holds = """
        exists (select 1 from lane l join host h on h.id = l.owner
            where l.lane = $1 and l.epoch = $2 and l.owner = $3 and h.expires_at > clock_timestamp())
        """;

    // In the order of all who lock records, so that no two wait for each other.
    private const string MakeClaimsPending = """
        update pending set state = 0, claim = null
        where rk in (select rk from pending where lane = $1 and state = 1 {0} order by rk for update)
        """;

    private static readonly string UnclaimAll = MakeClaimsPending.Replace(
        "{0}", "and exists (select 1 from lane where lane = $1 and owner = $2)", StringComparison.Ordinal);

    private static readonly string UnclaimEpoch = MakeClaimsPending.Replace(
        "{0}", "and epoch = $2", StringComparison.Ordinal);

    private readonly ConcurrentDictionary<int, long> _held = new();

    /// <summary>Whether work of this lane wakes a loop of this very process.</summary>
    public bool IsOurs(int lane) => _held.ContainsKey(lane);

    /// <summary>The lanes this host has taken and not given back.</summary>
    public IEnumerable<int> Ours => _held.Keys;

    // Decided again after a lost answer: to take a lane twice is to take it, with a later epoch.
    public async Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel)
    {
        await host.EnsureAsync(cancel);
        var epoch = await door.RunAsync(async connection =>
        {
            await using var unit = new NpgsqlBatch(connection)
                .Then("insert into lane(lane, epoch) values ($1, 0) on conflict do nothing", lane)
                .Then("""
                    update lane set epoch = epoch + 1, owner = $2
                    where lane = $1
                        and (owner is null or owner = $2 or not exists (
                            select 1 from host h where h.id = lane.owner and h.expires_at > clock_timestamp()))
                        and exists (select 1 from host h where h.id = $2 and h.expires_at > clock_timestamp())
                    returning epoch
                    """, lane, host.Id)
                .Then(UnclaimAll, lane, host.Id);
            return (long?)await unit.ExecuteScalarAsync();
        }, cancel);
        if (epoch is null)
        {
            _held.TryRemove(lane, out _);
            return null;
        }

        _held[lane] = epoch.Value;
        return new LaneLease(lane, epoch.Value);
    }

    // Decided again after a lost answer: a lease that was given back has nothing more to give.
    public async Task ReleaseAsync(LaneLease lease, CancellationToken cancel)
    {
        _held.TryRemove(new KeyValuePair<int, long>(lease.Lane, lease.Epoch));
        await door.RunAsync(async connection =>
        {
            await using var unit = new NpgsqlBatch(connection)
                .Then("update lane set owner = null where lane = $1 and epoch = $2 and owner = $3",
                    lease.Lane, lease.Epoch, host.Id)
                .Then(UnclaimEpoch, lease.Lane, lease.Epoch);
            return await unit.ExecuteNonQueryAsync();
        }, cancel);
    }
}
