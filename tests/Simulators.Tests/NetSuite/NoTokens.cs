using IntegrationHost.Connectors;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>Token-based authentication rotates nothing.</summary>
internal sealed class NoTokens : Tokens
{
    public override Task<StoredToken?> ReadAsync(string name, CancellationToken cancel) =>
        throw new InvalidOperationException("this connector keeps no tokens");

    public override Task<bool> ReplaceAsync(string name, string value, long? expected, CancellationToken cancel) =>
        throw new InvalidOperationException("this connector keeps no tokens");
}
