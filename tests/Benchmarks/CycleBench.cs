using System.Diagnostics;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded;

namespace IntegrationHost.Benchmarks;

/// <summary>Changes that are accepted, claimed and settled with a link, at the pace at which they are settled, until
/// the projection has them all.</summary>
internal static class CycleBench
{
    private const int Lanes = 8;
    private const int Accepting = 64;
    private const int ClaimedMost = 64;
    private const int UnsettledMost = 512;

    public static async Task RunAsync(int cycles)
    {
        using var scratch = new Scratch();
        await using var store = await scratch.OpenAsync();
        await RunAsync(store, cycles / 10, Fresh(0));
        Console.WriteLine(await MeasureAsync(store, cycles, Fresh(cycles)));
    }

    /// <summary>Runs the cycles and waits until the projection has them.</summary>
    public static async Task<string> MeasureAsync(EmbeddedStore store, int cycles, Func<long, Append> append)
    {
        var clock = Stopwatch.StartNew();
        await RunAsync(store, cycles, append);
        var acknowledged = clock.Elapsed;
        await store.History.FindAsync("nobody", default); // Behind everything that was decided: all is applied.
        return FormattableString.Invariant(
            $"{cycles:N0} cycles  acknowledged {cycles / acknowledged.TotalSeconds:N0}/s  applied ")
            + FormattableString.Invariant($"{cycles / clock.Elapsed.TotalSeconds:N0}/s");
    }

    /// <summary>Each change is of a record of its own.</summary>
    public static Func<long, Append> Fresh(long from) => number => AcceptBench.Of(from + number, null);

    /// <summary>Accepts and settles so many changes.</summary>
    public static async Task RunAsync(EmbeddedStore store, int cycles, Func<long, Append> append)
    {
        var accepted = 0L;
        var left = cycles;
        using var unsettled = new SemaphoreSlim(UnsettledMost);
        var accepting = Enumerable.Range(0, Accepting).Select(_ => Task.Run(async () =>
        {
            for (long number; (number = Interlocked.Increment(ref accepted)) <= cycles;)
            {
                await unsettled.WaitAsync();
                await store.Inbox.AppendAsync(append(number), default);
            }
        }));
        var settling = Enumerable.Range(0, Lanes).Select(lane => Task.Run(async () =>
        {
            var lease = (await store.Inbox.TakeAsync(lane, default))!;
            var request = new ClaimRequest(
                TimeProvider.System.GetUtcNow(), ClaimedMost, new HashSet<string> { "orders" });
            while (Volatile.Read(ref left) > 0)
            {
                var claim = await store.Inbox.ClaimAsync(lease, request, default);
                await Task.WhenAll(claim.Records.Select(claimed => SettleAsync(store, lease, claimed)));
                var changes = claim.Records.Sum(claimed => claimed.Changes.Count);
                Interlocked.Add(ref left, -changes);
                _ = changes > 0 ? unsettled.Release(changes) : 0;
            }
        }));
        await Task.WhenAll([.. accepting, .. settling]);
    }

    private static Task SettleAsync(EmbeddedStore store, LaneLease lease, ClaimedRecord claimed)
    {
        var (id, change) = (claimed.Record.Id, claimed.Newest.Change);
        var entry = new LedgerEntry(EntryState.Written, change.Name ?? id, change.Version,
            "b1946ac92492d2347c6235b4d261",
            "salesOrder", $"9{id}", "2026-11-24T08:00:00Z", "5f3c2a", DateTimeOffset.UnixEpoch);
        var link = new Link("order", new LinkEnd("shop", "order", id), new LinkEnd("erp", "salesOrder", $"9{id}"));
        return store.Ledger.SettleAsync(
            lease, new Settlement(claimed.Record, claimed.Newest.Sequence, entry, link, $"created as salesOrder 9{id}"),
            default);
    }
}
