namespace IntegrationHost.Engine.Pairs;

/// <summary>One at a time for each pair, in the order in which they came: two flows that carry one pair in opposite
/// directions take turns. Whoever waited goes on where it waited: on the engine's own scheduler.</summary>
internal sealed class Turns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _taken = [];

    public async Task<IDisposable> TakeAsync(string pair, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (Enter(pair) is { } wait)
        {
            using var givenUp = cancel.Register(() => wait.TrySetCanceled(cancel));
            await wait.Task;
        }

        return new Turn(this, pair);
    }

    // Null when it is ours at once.
    private TaskCompletionSource? Enter(string pair)
    {
        lock (_gate)
        {
            if (_taken.TryAdd(pair, new Queue<TaskCompletionSource>()))
            {
                return null;
            }

            var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _taken[pair].Enqueue(wait);
            return wait;
        }
    }

    private void Leave(string pair)
    {
        lock (_gate)
        {
            while (_taken[pair].TryDequeue(out var next))
            {
                if (next.TrySetResult())
                {
                    return; // Those who gave up are passed over.
                }
            }

            _taken.Remove(pair);
        }
    }

    private sealed class Turn(Turns turns, string pair) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            if (!_over)
            {
                _over = true;
                turns.Leave(pair);
            }
        }
    }
}
