using System.Diagnostics;

namespace IntegrationHost.Benchmarks;

/// <summary>Many callers, each asking for the next when the last was answered, for a while.</summary>
internal static class Callers
{
    private const int WarmUps = 20; // Until the code is compiled for good.
    private const int Bursts = 5;

    /// <summary>Runs bursts to warm up and then those that count, with a rest after each; the middle one of
    /// them.</summary>
    /// <param name="count">How many callers.</param>
    /// <param name="calls">How many calls make a burst.</param>
    /// <param name="call">One call of one caller; the number grows over all callers.</param>
    /// <param name="rest">Lets what was put off be done.</param>
    public static async Task<Rate> BurstsAsync(int count, int calls, Func<long, Task> call, Func<Task> rest)
    {
        var number = 0L;
        var rates = new List<Rate>();
        for (var burst = 0; burst < WarmUps + Bursts; burst++)
        {
            rates.Add(await BurstAsync(count, calls, () => call(Interlocked.Increment(ref number))));
            await rest();
        }

        return rates.Skip(WarmUps).OrderBy(rate => rate.PerSecond).ElementAt(Bursts / 2);
    }

    private static async Task<Rate> BurstAsync(int count, int calls, Func<Task> call)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var begun = Stopwatch.GetTimestamp();
        var left = calls;
        var laps = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var asked = Stopwatch.GetTimestamp();
                await call();
                mine.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            return mine;
        })));
        var elapsed = Stopwatch.GetElapsedTime(begun);
        process.Refresh();
        var all = laps.SelectMany(lap => lap).Order().ToArray();
        return new Rate(all.Length / elapsed.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100],
            (process.TotalProcessorTime - cpu).TotalMicroseconds / all.Length);
    }
}

/// <summary>How often something was done, and how long one took.</summary>
/// <param name="PerSecond">Finished calls.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Cpu">Microseconds of processor per call, of the whole process.</param>
internal sealed record Rate(double PerSecond, double P50, double P99, double Cpu)
{
    public override string ToString() => FormattableString.Invariant(
        $"{PerSecond,10:N0}/s  p50 {P50,6:0.00}  p99 {P99,6:0.00} ms  cpu {Cpu,5:0.0} us");
}
