using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>Gives answers out when their time is over, and counts who waits for one.</summary>
internal sealed class PacedDoor(NetSuiteSimulator account, TimeProvider time, TimeSpan writeTime) : HttpMessageHandler
{
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var inner = new HttpMessageInvoker(new InProcessDoor(account), disposeHandler: true);
        var answer = await inner.SendAsync(request, cancellationToken);
        if ((int)answer.StatusCode != 429)
        {
            var done = Task.Delay(writeTime, time, cancellationToken);
            Interlocked.Increment(ref _waiting);
            await done;
            Interlocked.Decrement(ref _waiting);
        }

        return answer;
    }
}
