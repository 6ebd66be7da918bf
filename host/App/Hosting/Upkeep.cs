using IntegrationHost.App.Site;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Hosting;

/// <summary>Reads tables again when they may have changed, and forgets old history a little at a time.</summary>
internal static class Upkeep
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepHistory = TimeSpan.FromDays(90);
    private const int TurnsBetweenPrunes = 720;
    private const int PartsMost = 40; // An hour's worth: more than a busy site writes.

    public static async Task RunAsync(IUpkeep upkeep, SiteTables tables, TimeProvider time, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Every, time);
        for (var turn = 1; await timer.WaitForNextTickAsync(cancel); turn++)
        {
            tables.Read();
            if (turn % TurnsBetweenPrunes == 0)
            {
                await PruneAsync(upkeep, time.GetUtcNow() - KeepHistory, cancel);
            }
        }
    }

    private static async Task PruneAsync(IUpkeep upkeep, DateTimeOffset before, CancellationToken cancel)
    {
        for (var part = 0; part < PartsMost && await upkeep.PruneAsync(before, cancel) > 0; part++)
        {
            // The part was its own unit of work: others came between.
        }
    }
}
