using System.Diagnostics;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded;

namespace IntegrationHost.Benchmarks;

/// <summary>A state with very many settled records: how fast it grows, is looked up, opened and restored, and how much
/// memory and disk it takes.</summary>
internal static class MillionBench
{
    private const int LookUps = 20_000;
    private const int Rounds = 2;
    private const int Seed = 1;

    public static async Task RunAsync(int records)
    {
        using var scratch = new Scratch();
        await using (var store = await scratch.OpenAsync())
        {
            Console.WriteLine($"fill     {await CycleBench.MeasureAsync(store, records, CycleBench.Fresh(0))}");
            await store.Upkeep.BackupAsync(Stream.Null, default); // With a snapshot of all of it.
            await CycleBench.RunAsync(store, records / 100, CycleBench.Fresh(records)); // And some frames behind it.
            Console.WriteLine($"         on disk {scratch.Bytes() >> 20} MB, "
                + $"of it journal {scratch.Bytes("journal") >> 20} MB, "
                + $"snapshots {scratch.Bytes("snapshots") >> 20} MB");
        }

        await OpenAsync("open    ", scratch, records);
        File.Delete(scratch.File("data/state.db"));
        await OpenAsync("restore ", scratch, records);
    }

    private static async Task OpenAsync(string what, Scratch scratch, int records)
    {
        var clock = Stopwatch.StartNew();
        await using var store = await scratch.OpenAsync();
        Console.WriteLine(FormattableString.Invariant($"{what} {clock.Elapsed.TotalSeconds:0.00} s"));
        for (var round = 0; round < Rounds; round++)
        {
            await LookUpAsync(store, records);
        }
    }

    // The first round meets a host that still learns which keys there are.
    private static async Task LookUpAsync(EmbeddedStore store, int records)
    {
        var dice = new Random(Seed);
        var laps = new List<double>();
        for (var lookUp = 0; lookUp < LookUps; lookUp++)
        {
            var id = $"{5_123_456_789_000 + (dice.NextInt64(1, records) * 37)}";
            var asked = Stopwatch.GetTimestamp();
            var found = await store.Ledger.LinksAsync([new LinkSide("order", "shop", id, "erp")], default);
            laps.Add(Stopwatch.GetElapsedTime(asked).TotalMicroseconds);
            ArgumentOutOfRangeException.ThrowIfNotEqual(found.Count, 1);
        }

        laps.Sort();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"look-up  p50 {laps[LookUps / 2]:0} us  p99 {laps[LookUps * 99 / 100]:0} us  ")
            + FormattableString.Invariant($"RSS {process.WorkingSet64 >> 20} MB"));
    }
}
