using System.Collections.Concurrent;

namespace IntegrationHost.Storage.Embedded.Projecting;

/// <summary>Messages of many threads for one that sleeps while there are none. Those of the first line are taken before
/// those of the second.</summary>
internal sealed class Mailbox<T> : IDisposable
    where T : class
{
    private readonly ConcurrentQueue<T> _first = [];
    private readonly ConcurrentQueue<T> _second = [];
    private readonly AutoResetEvent _wake = new(false);
    private int _sleeping;

    public void PostFirst(T message)
    {
        _first.Enqueue(message);
        Wake();
    }

    public void Post(T message)
    {
        _second.Enqueue(message);
        Wake();
    }

    public bool TryTakeFirst(out T? message) => _first.TryDequeue(out message);

    /// <summary>Waits for a message of either line.</summary>
    public T Take()
    {
        while (true)
        {
            if (TryTake(out var message))
            {
                return message!;
            }

            Interlocked.Exchange(ref _sleeping, 1);
            if (TryTake(out message))
            {
                Interlocked.Exchange(ref _sleeping, 0);
                return message!;
            }

            _wake.WaitOne();
            Interlocked.Exchange(ref _sleeping, 0);
        }
    }

    public void Dispose() => _wake.Dispose();

    /// <summary>A message of either line, if there is one.</summary>
    public bool TryTake(out T? message) => _first.TryDequeue(out message) || _second.TryDequeue(out message);

    private void Wake()
    {
        if (Interlocked.CompareExchange(ref _sleeping, 0, 1) == 1)
        {
            _wake.Set();
        }
    }
}
