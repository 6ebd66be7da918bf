namespace IntegrationHost.Simulation.Time;

/// <summary>The one time of a run. It stands still while anything can be done, and jumps to the next alarm then: a day
/// takes as long as what happens in it.</summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(Alarm Alarm, long Setting), (long Ticks, long Number)> _alarms = new();
    private long _now = start.UtcTicks;
    private long _settings;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    /// <summary>When the next alarm rings; null when none is set.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            lock (_gate)
            {
                while (_alarms.TryPeek(out var next, out var due))
                {
                    if (next.Alarm.Setting == next.Setting)
                    {
                        return new DateTimeOffset(due.Ticks, TimeSpan.Zero);
                    }

                    _alarms.Dequeue(); // It was set anew or put off meanwhile.
                }

                return null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        AlarmOf(() => callback(state), dueTime, period);

    /// <summary>Does something at an instant.</summary>
    public void At(DateTimeOffset instant, Action action) =>
        AlarmOf(action, instant > Now ? instant - Now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    /// <summary>Jumps to the next alarm and lets it ring.</summary>
    public void RingNext()
    {
        (Alarm Alarm, long Setting) next;
        lock (_gate)
        {
            if (!_alarms.TryDequeue(out next, out var due))
            {
                return;
            }

            _now = Math.Max(_now, due.Ticks);
        }

        next.Alarm.Ring(next.Setting);
    }

    /// <summary>Lets time pass in which nothing rings.</summary>
    public void PassTo(DateTimeOffset instant)
    {
        lock (_gate)
        {
            _now = Math.Max(_now, instant.UtcTicks);
        }
    }

    private Alarm AlarmOf(Action action, TimeSpan due, TimeSpan period)
    {
        var alarm = new Alarm(this, action);
        alarm.Change(due, period);
        return alarm;
    }

    private sealed class Alarm(VirtualTime time, Action action) : ITimer
    {
        private TimeSpan _period;

        public long Setting { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _period = period;
                Setting = ++time._settings;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    time._alarms.Enqueue((this, Setting), (time._now + dueTime.Ticks, Setting));
                }

                return true;
            }
        }

        public void Ring(long setting)
        {
            if (Setting != setting)
            {
                return;
            }

            Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
            action();
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
