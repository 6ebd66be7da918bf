using IntegrationHost.Connectors;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>What a connection keeps in the state, as the program keeps it, but for the encryption.</summary>
internal sealed class KeptTokens(string connection, ILedger ledger, TimeProvider time) : Tokens
{
    public override async Task<StoredToken?> ReadAsync(string name, CancellationToken cancel)
    {
        var kept = (await ledger.ValuesAsync(KeyOf(name), cancel)).FirstOrDefault(value => value.Name == KeyOf(name));
        return kept is null ? null : new StoredToken(kept.Value, kept.Version);
    }

    public override Task<bool> ReplaceAsync(string name, string value, long? expected, CancellationToken cancel) =>
        ledger.PutValueAsync(
            new NamedValue(KeyOf(name), value, (expected ?? 0) + 1, connection, time.GetUtcNow()), expected ?? 0,
            cancel);

    private string KeyOf(string name) => $"token/{connection}/{name}";
}
