using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>For connections whose tokens do not rotate.</summary>
internal sealed class NoTokens : Tokens
{
    public override Task<StoredToken?> ReadAsync(string name, CancellationToken cancel) =>
        Task.FromResult<StoredToken?>(null);

    public override Task<bool> ReplaceAsync(string name, string value, long? expected, CancellationToken cancel) =>
        throw new NotSupportedException("no token of this run rotates");
}
