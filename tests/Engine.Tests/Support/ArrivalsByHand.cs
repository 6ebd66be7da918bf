using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>Notices of another host, given by the test.</summary>
internal sealed class ArrivalsByHand : IArrivalSignal
{
    private readonly TaskCompletionSource<Action<int>> _listener = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task TellAsync(int lane) => (await _listener.Task)(lane);

    public async Task ListenAsync(Action<int> wake, CancellationToken cancel)
    {
        _listener.TrySetResult(wake);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
    }
}
