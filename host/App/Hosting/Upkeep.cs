using IntegrationHost.App.Site;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Hosting;

/// <summary>Reads tables again when they may have changed; each hour forgets some old history, and notes in the state
/// which payload key it needs.</summary>
internal static class Upkeep
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepHistory = TimeSpan.FromDays(90);
    private const int TurnsAnHour = 720;
    private const int PartsMost = 40; // An hour's worth: more than a busy site writes.

    public static async Task RunAsync(OpenState state, SiteTables tables, TimeProvider time, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Every, time);
        for (var turn = 1; await timer.WaitForNextTickAsync(cancel); turn++)
        {
            tables.Read();
            if (turn % TurnsAnHour == 0)
            {
                await state.NoteKeyAsync(cancel);
                await PruneAsync(state, time.GetUtcNow() - KeepHistory, cancel);
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
