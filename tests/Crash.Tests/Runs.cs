using IntegrationHost.Crash.Certifying;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace IntegrationHost.Crash.Tests;

/// <summary>Runs a certification in a folder of its own and shows what it said.</summary>
internal static class Runs
{
    public static async Task<Tally> RunAsync(string store, string mode, int kills, bool untilFault = false)
    {
        var context = TestContext.Current;
        var seed = Environment.TickCount & int.MaxValue;
        var folder = Directory.CreateTempSubdirectory("ihost-crash-");
        using var said = new StringWriter();
        try
        {
            var options = new Options
            {
                Store = store,
                Mode = mode,
                Kills = kills,
                Seed = seed,
                Folder = folder.FullName,
                UntilFault = untilFault,
            };
            return await Certification.RunAsync(options, TextWriter.Synchronized(said), context.CancellationToken);
        }
        finally
        {
            context.TestOutputHelper!.WriteLine($"{store}, {mode}, seed {seed}\n{said}");
            folder.Delete(recursive: true);
        }
    }
}
