using IntegrationHost.Simulation.Hosting;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>A stop in order, as on SIGTERM: what is on its way is finished, within a bounded time.</summary>
internal static class Stopping
{
    private static readonly TimeSpan StopMost = TimeSpan.FromSeconds(10);

    public static void Await(World world, Life life)
    {
        var begun = world.Time.Now;
        var stopped = life.Turns.Begin(() => life.Engine.DisposeAsync().AsTask());
        while (!stopped.IsCompleted && !life.Fate.IsOver)
        {
            if (!life.Turns.TakeOne())
            {
                world.Time.RingNext();
            }
        }

        if (world.Time.Now - begun > StopMost)
        {
            world.Verdicts.Found("drain", $"a stop took {(world.Time.Now - begun).TotalSeconds:0.0} s");
        }
    }
}
