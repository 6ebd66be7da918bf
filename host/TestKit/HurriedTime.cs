namespace IntegrationHost.TestKit;

/// <summary>A clock for tests on which pauses pass at once: a wait shorter than half a minute moves the clock and ends.
/// Longer ones are taken for time-outs, which do not come.</summary>
public sealed class HurriedTime(DateTimeOffset start) : TimeProvider
{
    private static readonly TimeSpan TimeoutFrom = TimeSpan.FromSeconds(30);
    private long _ticks = start.UtcTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    /// <summary>Moves the clock.</summary>
    public void Advance(TimeSpan span) => Interlocked.Add(ref _ticks, span.Ticks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Passing(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Passing(HurriedTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _ended;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero || dueTime >= TimeoutFrom)
            {
                return true;
            }

            time.Advance(dueTime);
            return ThreadPool.UnsafeQueueUserWorkItem(
                passing =>
                {
                    if (Volatile.Read(ref passing._ended) == 0)
                    {
                        callback(state);
                    }
                },
                this,
                preferLocal: false);
        }

        public void Dispose() => Volatile.Write(ref _ended, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
