using IntegrationHost.Crash.Calls;
using IntegrationHost.Crash.Wire;
using IntegrationHost.Storage;

namespace IntegrationHost.Crash.Stores;

/// <summary>An open state that does what is asked.</summary>
internal interface IOpened : IAsyncDisposable
{
    Task<Answer> RunAsync(Command command, CancellationToken cancel);
}

/// <summary>A store behind its ports.</summary>
internal sealed class OpenedPorts(IStateStore store) : IOpened
{
    private readonly CommandRunner _runner = new(store);

    public Task<Answer> RunAsync(Command command, CancellationToken cancel) => _runner.RunAsync(command, cancel);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
