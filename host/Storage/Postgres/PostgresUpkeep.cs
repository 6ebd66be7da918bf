using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Payloads;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Pruning and health.</summary>
internal sealed class PostgresUpkeep(PostgresDoor door, PostgresOptions options) : IUpkeep
{
    private const int RowsMost = 1000; // Of each table, per call.

    private const string PruneDeliveries = """
        delete from delivery where (key, day) in (select key, day from delivery where at < $1 limit $2)
        """;

    private const string PruneHistory = """
        delete from history where ctid = any(array(
            select h.ctid from history h
            where h.at < $1 and not exists (select 1 from pending p where p.rk = h.rk) limit $2))
        """;

    private const string PruneOutcomes = """
        update ledger set told = null, what = null, text = null, seen = null, seen_seq = null, seen_text = null
        where at < $1 and rk = any(array(
            select l.rk from ledger l
            where l.at < $1 and l.what is not null and not exists (select 1 from pending p where p.rk = l.rk)
            limit $2))
        """;

    private const string PruneInputs = """
        delete from input where rk in (
            select i.rk from input i
            where i.at < $1 and not exists (select 1 from pending p where p.rk = i.rk) limit $2)
        """;

    private const string Look = """
        select (select count(*) from pending) + (select count(*) from change), pg_database_size(current_database()),
            current_setting('fsync'), current_setting('full_page_writes')
        """;

    // Decided again after a lost answer: what went is gone.
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel) => door.RunAsync(async connection =>
    {
        await DeliveryDays.MakeAsync(connection, options.Schema, cancel);
        var gone = await DeliveryDays.DropAsync(connection, options.Schema, before, cancel);
        foreach (var sql in new[] { PruneDeliveries, PruneHistory, PruneOutcomes, PruneInputs })
        {
            await using var prune = connection.Ask(sql, before.UtcTicks, RowsMost);
            gone += await prune.ExecuteNonQueryAsync(CancellationToken.None);
        }

        return gone;
    }, cancel);

    public Task BackupAsync(Stream to, CancellationToken cancel) => throw new NotSupportedException(
        $"the state is in PostgreSQL: back it up with pg_dump --schema={options.Schema} --format=custom, and keep a "
        + "copy of the key ring beside it");

    public async Task<StoreHealth> HealthAsync(CancellationToken cancel)
    {
        if (door.Failure is { } failure)
        {
            return Health(false, failure.Message, 0, 0, []);
        }

        try
        {
            var asked = door.Time.GetTimestamp();
            var (pending, bytes, warnings) = (await door.TryAsync(connection => connection.Ask(Look).ListAsync(
                row => (row.GetInt64(0), row.GetInt64(1), Warnings(row.GetString(2), row.GetString(3))), cancel)))[0];
            var answered = door.Time.GetElapsedTime(asked);
            return Health(true, $"answered in {answered.TotalMilliseconds:0} ms", bytes, (int)pending, warnings);
        }
        catch (Exception fault) when (Faults.IsPassing(fault))
        {
            var text = $"PostgreSQL does not answer ({Faults.Reason(fault)}); the host waits for it";
            return Health(true, text, 0, 0, [text]);
        }
    }

    private StoreHealth Health(bool ok, string detail, long bytes, int pending, IReadOnlyList<string> warnings) =>
        new(ok, detail, bytes, pending)
        {
            Kind = "postgres",
            Encryption = options.Seal.Describe,
            Warnings = warnings,
        };

    private static IReadOnlyList<string> Warnings(string fsync, string fullPages) =>
    [
        .. new[] { ("fsync", fsync), ("full_page_writes", fullPages) }.Where(each => each.Item2 == "off")
            .Select(each => $"PostgreSQL runs with {each.Item1} = off: a power cut may lose what was acknowledged; "
                + "turn it on"),
    ];
}
