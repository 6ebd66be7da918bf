using System.Diagnostics;
using IntegrationHost.Tests.Servers;
using Npgsql;

namespace IntegrationHost.Benchmarks;

/// <summary>The yardstick of PostgreSQL: connections that insert the columns of a change from arrays and commit, a
/// batch after the other. No decisions.</summary>
internal static class BareInsert
{
    private const string Insert = """
        insert into bare
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::bigint[])
        """;

    /// <summary>Rows a second, with or without a primary key of random values.</summary>
    public static async Task<double> RunAsync(
        PostgresServer server, int connections, int perBatch, int rows, bool key, CancellationToken cancel)
    {
        var at = await server.NewDatabaseAsync(cancel);
        await PostgresServer.DoAsync(at, "create table bare(rk uuid, flow text, entity text, id text, lane int, "
            + $"version text, seen bigint{(key ? ", primary key (rk)" : "")})", cancel);
        await using var source = NpgsqlDataSource.Create(at);
        await FillAsync(source, connections, perBatch, connections * perBatch * 4, cancel);
        var begun = Stopwatch.GetTimestamp();
        await FillAsync(source, connections, perBatch, rows, cancel);
        return rows / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static Task FillAsync(
        NpgsqlDataSource source, int connections, int perBatch, int rows, CancellationToken cancel)
    {
        var left = rows / perBatch;
        return Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var insert = new NpgsqlCommand(Insert, connection);
            for (var column = 0; column < 7; column++)
            {
                insert.Parameters.Add(new NpgsqlParameter());
            }

            while (Interlocked.Decrement(ref left) >= 0)
            {
                T[] Column<T>(Func<int, T> value) => [.. Enumerable.Range(0, perBatch).Select(value)];
                insert.Parameters[0].Value = Column(_ => Guid.NewGuid());
                insert.Parameters[1].Value = Column(_ => "orders");
                insert.Parameters[2].Value = Column(_ => "order");
                insert.Parameters[3].Value = Column(number => $"id-{left}-{number}");
                insert.Parameters[4].Value = Column(number => number % 8);
                insert.Parameters[5].Value = Column(_ => "1");
                insert.Parameters[6].Value = Column(_ => 638_999_000_000_000_000L);
                await insert.PrepareAsync(cancel);
                await insert.ExecuteNonQueryAsync(cancel);
            }
        }, cancel)));
    }
}
