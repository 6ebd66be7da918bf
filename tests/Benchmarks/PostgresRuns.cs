using IntegrationHost.Tests.Servers;

namespace IntegrationHost.Benchmarks;

/// <summary>The PostgreSQL store on a server of its own on this machine.</summary>
internal static class PostgresRuns
{
    private const int Runs = 3;

    public static async Task RunAsync(int changes)
    {
        await using var server = await PostgresServer.StartAsync(default);
        var bench = new PostgresBench(server, TimeProvider.System);
        // Until the code of this process is compiled for good; without that the first runs measure the compiler.
        await bench.AcceptAsync(callers: 4, perBatch: 100, 2 * changes, default);
        await bench.SettleAsync(callers: 128, changes, default);
        for (var run = 0; run < Runs; run++)
        {
            var accept = await bench.AcceptAsync(callers: 4, perBatch: 100, changes, default);
            var settle = await bench.SettleAsync(callers: 128, changes, default);
            var bare = await BareInsert.RunAsync(server, 4, 100, changes, key: false, default);
            var keyed = await BareInsert.RunAsync(server, 4, 100, changes, key: true, default);
            Console.WriteLine(FormattableString.Invariant(
                $"accept 100 x 4 connections {accept}   settle 64 x 2 connections {settle}   bare insert 100 x 4 ")
                + FormattableString.Invariant($"{bare:N0}/s, with a key {keyed:N0}/s"));
        }
    }
}
