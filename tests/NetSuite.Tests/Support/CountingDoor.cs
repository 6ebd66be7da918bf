using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>Counts how often a token is asked for.</summary>
internal sealed class CountingDoor(NetSuiteSimulator account) : DelegatingHandler(new InProcessDoor(account))
{
    private int _tokens;

    public NetSuiteSimulator Account => account;

    public int Tokens => _tokens;

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _tokens);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
