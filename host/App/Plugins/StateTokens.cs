using IntegrationHost.Connectors;
using IntegrationHost.Engine.Ledger;
using Microsoft.AspNetCore.DataProtection;

namespace IntegrationHost.App.Plugins;

/// <summary>A connection's rotating tokens, encrypted in the host's state.</summary>
internal sealed class StateTokens(
    string connection, ILedger ledger, IDataProtector protector, TimeProvider time) : Tokens
{
    public override async Task<StoredToken?> ReadAsync(string name, CancellationToken cancel)
    {
        var key = KeyOf(name);
        var value = (await ledger.ValuesAsync(key, cancel)).FirstOrDefault(value => value.Name == key);
        return value is null ? null : new StoredToken(protector.Unprotect(value.Value), value.Version);
    }

    public override Task<bool> ReplaceAsync(string name, string value, long? expected, CancellationToken cancel) =>
        ledger.PutValueAsync(
            new NamedValue(KeyOf(name), protector.Protect(value), (expected ?? 0) + 1, connection, time.GetUtcNow()),
            expected ?? 0,
            cancel);

    private string KeyOf(string name) => $"token/{connection}/{name}";
}
