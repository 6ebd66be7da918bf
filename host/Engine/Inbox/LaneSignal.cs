namespace IntegrationHost.Engine.Inbox;

/// <summary>Wakes a loop that has nothing to do. A signal given while nobody waits is not lost.</summary>
internal sealed class LaneSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Raise()
    {
        lock (_raised)
        {
            if (_raised.CurrentCount == 0)
            {
                _raised.Release();
            }
        }
    }

    /// <summary>Returns at the next signal, or when the instant has come.</summary>
    public async Task WaitAsync(DateTimeOffset until, TimeProvider time, CancellationToken cancel)
    {
        var left = until - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        using var over = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancel);
        if (time.GetUtcNow() >= until)
        {
            return; // The clock moved between reading it and setting the timer.
        }

        try
        {
            await _raised.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The time has come: the loop looks for itself.
        }
    }

    public void Dispose() => _raised.Dispose();
}
