namespace IntegrationHost.Engine.Inbox;

/// <summary>Wakes a loop that has nothing to do. A signal given while nobody waits is not lost. The loop goes on where
/// it waited: on the engine's own scheduler.</summary>
internal sealed class LaneSignal : IDisposable
{
    private static readonly TimeSpan TimerMost = TimeSpan.FromDays(20); // Timers take some 49.

    private readonly Lock _gate = new();
    private TaskCompletionSource<bool>? _waiter;
    private bool _isRaised;

    public void Raise()
    {
        lock (_gate)
        {
            _isRaised = _waiter is null || !_waiter.TrySetResult(true);
        }
    }

    /// <summary>Returns at the next signal, or when the instant has come, be it in a year.</summary>
    public async Task WaitAsync(DateTimeOffset until, TimeProvider time, CancellationToken cancel)
    {
        var isRaised = false;
        while (!isRaised && until - time.GetUtcNow() is { } left && left > TimeSpan.Zero)
        {
            isRaised = await IsRaisedWithinAsync(left < TimerMost ? left : TimerMost, time, cancel);
        }
    }

    private async Task<bool> IsRaisedWithinAsync(TimeSpan most, TimeProvider time, CancellationToken cancel)
    {
        var until = time.GetUtcNow() + most;
        // Awaited as it is: what is put around it would take a turn on another thread.
        var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Timers count whole milliseconds: rounded down, the loop would spin for what is left of one.
        var due = TimeSpan.FromMilliseconds(Math.Ceiling(most.TotalMilliseconds));
        using var over = time.CreateTimer(_ => waiter.TrySetResult(false), null, due, Timeout.InfiniteTimeSpan);
        using var stop = cancel.Register(() => waiter.TrySetCanceled(cancel));
        if (!Enter(waiter))
        {
            return true; // The signal is there already.
        }

        // The clock may have moved between reading it and setting the timer.
        return time.GetUtcNow() < until && await waiter.Task;
    }

    /// <summary>Lets whoever still waits go on.</summary>
    public void Dispose() => Raise();

    private bool Enter(TaskCompletionSource<bool> waiter)
    {
        lock (_gate)
        {
            (_waiter, var isRaised) = (_isRaised ? null : waiter, _isRaised);
            _isRaised = false;
            return !isRaised;
        }
    }
}
