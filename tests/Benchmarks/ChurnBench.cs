using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded;

namespace IntegrationHost.Benchmarks;

/// <summary>The same records changed again and again, with history kept for a while: the files must not grow.</summary>
internal static class ChurnBench
{
    private const int Records = 20_000;
    private const int Rounds = 10;

    public static async Task RunAsync(int changes)
    {
        using var scratch = new Scratch();
        await using var store = await scratch.OpenAsync(new EmbeddedOptions("") { JournalBytesMost = 128L << 20 });
        var version = 0;
        for (var round = 1; round <= Rounds; round++)
        {
            await CycleBench.RunAsync(store, changes / Rounds, number => Again(number, ref version));
            while (await store.Upkeep.PruneAsync(DateTimeOffset.UnixEpoch, default) > 0)
            {
                // A part at a time.
            }

            Console.WriteLine($"{changes / Rounds * round,10:N0} changes  "
                + $"journal {scratch.Bytes("journal") >> 20,4} MB  "
                + $"state.db {new FileInfo(scratch.File("data/state.db")).Length >> 20,4} MB  "
                + $"snapshots {scratch.Bytes("snapshots") >> 20,4} MB  RSS {Environment.WorkingSet >> 20,4} MB");
        }
    }

    private static Append Again(long number, ref int version)
    {
        var append = AcceptBench.Of(number % Records, null);
        var next = $"v{Interlocked.Increment(ref version)}";
        return append with
        {
            DeliveryKey = null,
            Changes =
            [
                .. append.Changes.Select(change => change with { Change = change.Change with { Version = next } }),
            ],
        };
    }
}
