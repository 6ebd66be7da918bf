using System.Globalization;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>The days of the table of delivery keys: some are made ahead, old ones are dropped whole. A day that could
/// not be made in time is no harm, its keys stand with the others.</summary>
internal static class DeliveryDays
{
    private const int DaysAhead = 7;
    private const string Prefix = "delivery_";
    private const string Format = "yyyyMMdd";
    private const string LockWait = "set local lock_timeout = '2s'"; // Appends wait behind whoever waits for the table.
    private const string OneHost = "select pg_try_advisory_xact_lock(hashtextextended('ihost days ' || $1, 0))";

    /// <summary>Makes today and the days ahead.</summary>
    public static async Task MakeAsync(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        var today = (await connection.Ask("select (clock_timestamp() at time zone 'utc')::date")
            .ListAsync(row => row.GetFieldValue<DateOnly>(0), cancel))[0];
        var there = await NamesAsync(connection, schema, cancel);
        foreach (var day in Enumerable.Range(0, DaysAhead + 1).Select(today.AddDays))
        {
            var name = Prefix + day.ToString(Format, CultureInfo.InvariantCulture);
            if (!there.Contains(name))
            {
                await AloneAsync(connection, schema, $"create table if not exists {name} partition of delivery "
                    + $"for values from ('{day:yyyy-MM-dd}') to ('{day.AddDays(1):yyyy-MM-dd}')", cancel);
            }
        }
    }

    /// <summary>Drops the days that ended well before an instant; answers how many keys went.</summary>
    public static async Task<int> DropAsync(
        NpgsqlConnection connection, string schema, DateTimeOffset before, CancellationToken cancel)
    {
        var gone = 0;
        // A day of grace: the day is the database's, the instant is the host's.
        var last = DateOnly.FromDateTime(before.UtcDateTime).AddDays(-2);
        foreach (var name in await NamesAsync(connection, schema, cancel))
        {
            if (DateOnly.TryParseExact(name[Prefix.Length..], Format, CultureInfo.InvariantCulture,
                    DateTimeStyles.None, out var day) && day <= last)
            {
                await using var count = connection.Ask($"select count(*) from {name}");
                var keys = (int)(long)(await count.ExecuteScalarAsync(cancel))!;
                gone += await AloneAsync(connection, schema, $"drop table if exists {name}", cancel) ? keys : 0;
            }
        }

        return gone;
    }

    private static async Task<List<string>> NamesAsync(
        NpgsqlConnection connection, string schema, CancellationToken cancel) => await connection.Ask("""
            select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
            join pg_class p on p.oid = i.inhparent join pg_namespace n on n.oid = p.relnamespace
            where n.nspname = $1 and p.relname = 'delivery'
            """, schema).ListAsync(row => row.GetString(0), cancel);

    private static async Task<bool> AloneAsync(
        NpgsqlConnection connection, string schema, string sql, CancellationToken cancel)
    {
        try
        {
            await using var unit = await connection.BeginTransactionAsync(cancel);
            await using var first = connection.Ask(OneHost, schema);
            if (!(bool)(await first.ExecuteScalarAsync(cancel))!)
            {
                return false; // Another host does it.
            }

            await using var both = new NpgsqlBatch(connection).Then(LockWait).Then(sql);
            await both.ExecuteNonQueryAsync(cancel);
            await unit.CommitAsync(cancel);
            return true;
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.LockNotAvailable
            or PostgresErrorCodes.CheckViolation)
        {
            return false; // It is done next time, or its keys stand with the others.
        }
    }
}
