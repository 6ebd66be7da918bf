using IntegrationHost.Crash.Child;
using IntegrationHost.Crash.Stores;
using IntegrationHost.Crash.Wire;

namespace IntegrationHost.Crash.Played;

/// <summary>A store in this process, on a disk that is about to let it down. What it answers after that was not
/// answered.</summary>
internal sealed class PlayedSession(IOpened store, Func<bool> isOver) : ISession
{
    private static readonly TimeSpan SilentMost = TimeSpan.FromSeconds(30);

    private volatile bool _failed;

    /// <summary>It answered nothing at all; not even closing it would end.</summary>
    public bool HasHung { get; private set; }

    /// <summary>Something was not acknowledged.</summary>
    public bool HasFailed => _failed;

    public async Task<Answer> AskAsync(Command command, CancellationToken cancel)
    {
        if (isOver() || _failed)
        {
            throw new ChildGoneException();
        }

        Answer answer;
        try
        {
            answer = await Task.Run(() => store.RunAsync(command, cancel), cancel)
                .WaitAsync(SilentMost, TimeProvider.System, cancel);
        }
        catch (TimeoutException)
        {
            HasHung = true;
            throw new ChildGoneException();
        }

        _failed |= answer.Failed;
        return isOver() || answer.Failed ? throw new ChildGoneException() : answer;
    }

    /// <summary>Asks in spite of a failure.</summary>
    public Task<Answer> AskOnceMoreAsync(Command command, CancellationToken cancel) => store.RunAsync(command, cancel);

    /// <summary>Closes the store; without power it cannot do it well.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (HasHung)
            {
                return;
            }

            await Task.Run(() => store.DisposeAsync().AsTask()).WaitAsync(SilentMost, TimeProvider.System);
        }
        catch (Exception)
        {
            // The state is judged when it is opened again.
        }
    }
}
