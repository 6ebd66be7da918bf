namespace IntegrationHost.Engine.Delivery;

/// <summary>When a record is tried again: doubling from the first wait to the longest, spread by a fifth so that a
/// thousand records do not come back in one second. There is no last attempt.</summary>
internal sealed class RetrySchedule(EngineOptions options, TimeProvider time)
{
    private const int DoublingsMost = 20;
    private const double Spread = 0.2;
    private readonly Random _random = new(options.Seed);

    public DateTimeOffset Next(int attempts, TimeSpan? asked)
    {
        var doubled = options.RetryFirst * Math.Pow(2, Math.Min(attempts, DoublingsMost));
        var wait = TimeSpan.FromTicks(Math.Min(doubled.Ticks, options.RetryMost.Ticks));
        if (asked > wait)
        {
            wait = asked.Value;
        }

        double spread;
        lock (_random)
        {
            spread = 1 + (Spread * _random.NextDouble());
        }

        return time.GetUtcNow() + (wait * spread);
    }
}
