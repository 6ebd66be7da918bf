using IntegrationHost.Engine.Inbox;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

/// <summary>A schedule may be due in a year; timers take some 49 days.</summary>
public sealed class Waiting_for_what_is_due
{
    private static readonly TimeSpan TimerMost = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_may_be_further_off_than_a_timer_reaches()
    {
        var time = new Bounded();
        using var signal = new LaneSignal();
        var due = time.GetUtcNow() + TimeSpan.FromDays(365);

        var waiting = signal.WaitAsync(due, time, Cancel);
        for (var day = 0; day < 364; day++)
        {
            time.Advance(TimeSpan.FromDays(1));
            await Task.Yield();
            waiting.IsCompleted.ShouldBeFalse($"it is due in a year, not on day {day}");
            await time.SetAsync();
        }

        time.Advance(TimeSpan.FromDays(1));
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task A_signal_ends_it_before()
    {
        var time = new Bounded();
        using var signal = new LaneSignal();
        var waiting = signal.WaitAsync(time.GetUtcNow() + TimeSpan.FromDays(365), time, Cancel);
        signal.Raise();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    /// <summary>A clock whose timers refuse what the system's own refuse.</summary>
    private sealed class Bounded : FakeTimeProvider
    {
        private readonly SemaphoreSlim _timers = new(0);
        private int _open;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime, TimerMost);
            Interlocked.Exchange(ref _open, 1);
            _timers.Release();
            return base.CreateTimer(
                given =>
                {
                    Interlocked.Exchange(ref _open, 0);
                    callback(given);
                }, state, dueTime, period);
        }

        /// <summary>Returns when a timer is set: who waited on one that rang has set the next.</summary>
        public async Task SetAsync()
        {
            while (Volatile.Read(ref _open) == 0)
            {
                await _timers.WaitAsync(Cancel);
            }
        }
    }
}
