using System.Diagnostics;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Benchmarks;

/// <summary>Opening a state in which very much waits.</summary>
internal static class StartBench
{
    private const int PageSize = 250;

    public static async Task RunAsync(int pending)
    {
        using var scratch = new Scratch();
        await using (var store = await scratch.OpenAsync())
        {
            for (var from = 1; from <= pending; from += PageSize)
            {
                await store.Inbox.AppendAsync(new Append([.. Enumerable.Range(from, PageSize)
                    .SelectMany(number => AcceptBench.Of(number, null).Changes)]), default);
            }
        }

        for (var run = 0; run < 3; run++)
        {
            var clock = Stopwatch.StartNew();
            await using var store = await scratch.OpenAsync();
            var opened = clock.Elapsed.TotalSeconds;
            var waiting = (await store.Upkeep.HealthAsync(default)).Pending;
            Console.WriteLine(FormattableString.Invariant($"{waiting:N0} pending, opened in {opened:0.00} s"));
        }
    }
}
