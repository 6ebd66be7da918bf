namespace IntegrationHost.Simulation.Time;

/// <summary>The time of a run as one machine reads it: it may go fast or slow by some seconds, and its timers end with
/// it.</summary>
/// <param name="time">The run's time.</param>
/// <param name="skew">By how much it goes fast.</param>
/// <param name="isOver">Whether the machine, or the process on it, is gone.</param>
internal sealed class Clock(VirtualTime time, TimeSpan skew, Func<bool> isOver) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.Now + skew;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(_ => Ring(callback, state), null, dueTime, period);

    private void Ring(TimerCallback callback, object? state)
    {
        if (!isOver())
        {
            callback(state);
        }
    }
}
