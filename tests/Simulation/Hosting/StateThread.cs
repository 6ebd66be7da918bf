using System.Collections.Concurrent;
using System.Diagnostics;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>Asks the store of one life here and now: what its answer takes, its projection included, is done on the
/// thread of the run, piece by piece, so that a seed always plays the same.</summary>
internal sealed class StateThread : SynchronizationContext
{
    private static readonly TimeSpan SilentMost = TimeSpan.FromMinutes(5);

    private readonly ConcurrentQueue<(SendOrPostCallback Go, object? State)> _ready = [];
    private Func<bool> _piece = () => false;

    /// <summary>Takes what does one piece of the projection's work.</summary>
    public void Lend(Func<bool> piece) => _piece = piece;

    public T Do<T>(Func<Task<T>> work)
    {
        var outside = Current;
        SetSynchronizationContext(this);
        try
        {
            // Not on the scheduler of the run: what the store begins must not wait for a turn of it.
            var asked = new Task<Task<T>>(work);
            asked.RunSynchronously(TaskScheduler.Default);
            var answer = asked.Unwrap();
            End(answer);
            return answer.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outside);
        }
    }

    public void Do(Func<Task> work) => Do(async () =>
    {
        await work();
        return true;
    });

    public override void Post(SendOrPostCallback go, object? state) => _ready.Enqueue((go, state));

    private void End(Task answer)
    {
        var began = Stopwatch.GetTimestamp();
        while (TakeOne() || !answer.IsCompleted)
        {
            if (Stopwatch.GetElapsedTime(began) > SilentMost)
            {
                throw new TimeoutException("the store does not answer");
            }
        }
    }

    private bool TakeOne()
    {
        if (!_ready.TryDequeue(out var next))
        {
            return _piece();
        }

        next.Go(next.State);
        return true;
    }
}
