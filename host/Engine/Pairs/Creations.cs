namespace IntegrationHost.Engine.Pairs;

/// <summary>The records a flow is making right now. What is new on its other side may be one of them, whose link is not
/// written down yet.</summary>
internal sealed class Creations
{
    private readonly Lock _gate = new();
    private readonly List<Task> _underWay = [];

    public IDisposable Begin()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _underWay.Add(over.Task);
        }

        return new Making(this, over);
    }

    /// <summary>Returns when all that are under way now are over. A drain that gives up ends them too.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        // Awaited one by one: what is put around them would take a turn on another thread.
        foreach (var making in UnderWay())
        {
            await making;
            cancel.ThrowIfCancellationRequested();
        }
    }

    private Task[] UnderWay()
    {
        lock (_gate)
        {
            return [.. _underWay];
        }
    }

    private sealed class Making(Creations creations, TaskCompletionSource over) : IDisposable
    {
        public void Dispose()
        {
            lock (creations._gate)
            {
                creations._underWay.Remove(over.Task);
            }

            over.TrySetResult();
        }
    }
}
