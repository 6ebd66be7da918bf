namespace IntegrationHost.Simulation.Time;

/// <summary>A clock whose timers never ring. The store's own only say that something may be put off no longer; without
/// them its threads work when they are asked, so that a seed always plays the same.</summary>
internal sealed class SilentClock(TimeProvider clock) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Silence();

    private sealed class Silence : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // It never rang.
        }

        public ValueTask DisposeAsync() => default;
    }
}
