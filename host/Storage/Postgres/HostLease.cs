using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>This host's sign of life in the database. Its lanes are its own while the database's clock has not passed
/// the lease; on this side the lease ends earlier, by the monotonic clock, counted from before the call that renewed
/// it. A host whose row somebody removed comes back as another one, and everything it held before is refused.</summary>
internal sealed class HostLease(PostgresDoor door, PostgresOptions options) : IDisposable
{
    private const int RenewalsPerLease = 4;
    private const int MarginParts = 5; // A fifth of the lease: clocks may differ in pace.

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private long _id;
    private long _validUntil = long.MinValue;

    /// <summary>Of the row: another one each time the host comes back.</summary>
    public long Id => Interlocked.Read(ref _id);

    /// <summary>Whether work that cannot be fenced may be begun.</summary>
    public bool MayAct => door.Time.GetTimestamp() < Interlocked.Read(ref _validUntil);

    /// <summary>Comes in under the name; whoever had it before has lost it.</summary>
    public Task RegisterAsync(CancellationToken cancel) => RenewAsync(first: true, cancel);

    /// <summary>Makes sure of the lease when this side is not sure of it any more.</summary>
    public Task EnsureAsync(CancellationToken cancel) => MayAct ? Task.CompletedTask : RenewAsync(first: false, cancel);

    /// <summary>Renews until the store closes.</summary>
    public async Task RunAsync()
    {
        while (!door.Closing.IsCancellationRequested)
        {
            await door.WaitAsync(options.LeaseFor / RenewalsPerLease, CancellationToken.None);
            if (!door.Closing.IsCancellationRequested && door.Failure is null)
            {
                await RenewAsync(first: false, CancellationToken.None)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A failure is told by the door.
            }
        }
    }

    /// <summary>Gives the lanes back at once; a server that does not answer will see the lease end.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await door.TryAsync(async connection =>
            {
                await using var unit = new NpgsqlBatch(connection)
                    .Then("update lane set owner = null where owner = $1", Id)
                    .Then("delete from host where id = $1", Id);
                unit.Timeout = (int)Math.Ceiling(options.LeaseFor.TotalSeconds);
                return await unit.ExecuteNonQueryAsync();
            });
        }
        catch (Exception fault) when (Faults.IsPassing(fault) || fault is PostgresException)
        {
            // Leaving is a courtesy.
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    // Decided again after a lost answer: to renew twice is to renew, and coming in twice leaves one row of the name.
    private async Task RenewAsync(bool first, CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            var (id, before) = await door.RunAsync(async connection =>
            {
                var asked = door.Time.GetTimestamp();
                if (!first && await TouchAsync(connection))
                {
                    return (Id, asked);
                }

                if (!first && await NameIsTakenAsync(connection))
                {
                    throw new StoreUnusableException($"another process came in as host '{options.HostName}'; give each "
                        + "host a name of its own");
                }

                return (await ComeInAsync(connection), asked);
            }, cancel);
            Interlocked.Exchange(ref _id, id);
            var margin = options.LeaseFor / MarginParts;
            var ticks = (options.LeaseFor - margin).TotalSeconds * door.Time.TimestampFrequency;
            Interlocked.Exchange(ref _validUntil, before + (long)ticks);
        }
        catch (StoreUnusableException fault)
        {
            throw door.Fail(fault);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<bool> TouchAsync(NpgsqlConnection connection)
    {
        // Also when it is over already: nobody else acted for this host, and a lane that was taken has another epoch.
        await using var touch = connection.Ask(
            "update host set expires_at = clock_timestamp() + $2 where id = $1", Id, options.LeaseFor);
        return await touch.ExecuteNonQueryAsync() == 1;
    }

    private async Task<bool> NameIsTakenAsync(NpgsqlConnection connection)
    {
        await using var look = connection.Ask("select count(*) from host where name = $1", options.HostName);
        return (long)(await look.ExecuteScalarAsync())! > 0;
    }

    private async Task<long> ComeInAsync(NpgsqlConnection connection)
    {
        await using var unit = new NpgsqlBatch(connection)
            .Then("delete from host where name = $1 or expires_at < clock_timestamp() - interval '1 day'",
                options.HostName)
            .Then("""
                insert into host(id, name, expires_at) values (nextval('host_ids'), $1, clock_timestamp() + $2)
                on conflict (name) do update set id = excluded.id, expires_at = excluded.expires_at
                returning id
                """, options.HostName, options.LeaseFor);
        return (long)(await unit.ExecuteScalarAsync())!;
    }
}
