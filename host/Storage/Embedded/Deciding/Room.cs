namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>Lets so many in at once; who comes later waits. Costs next to nothing while there is room.</summary>
internal sealed class Room(int most) : IDisposable
{
    private readonly SemaphoreSlim _waiting = new(0);
    private int _inside;

    public Task EnterAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Interlocked.Increment(ref _inside) <= most ? Task.CompletedTask : WaitAsync(cancel);
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _inside) >= most)
        {
            _waiting.Release(); // Somebody waits: the place is passed on.
        }
    }

    public void Dispose() => _waiting.Dispose();

    private async Task WaitAsync(CancellationToken cancel)
    {
        try
        {
            await _waiting.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _inside);
            throw;
        }
    }
}
