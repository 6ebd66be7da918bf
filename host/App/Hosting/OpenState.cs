using IntegrationHost.App.Site;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage;
using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Postgres;

namespace IntegrationHost.App.Hosting;

/// <summary>The open state of a site: the store, and what its health says of kind and keys.</summary>
internal sealed class OpenState(
    IStateStore store, StateSettings settings, IPayloadSeal seal, PayloadKeys keys, TimeProvider time)
    : IStateStore, IUpkeep
{
    public IInbox Inbox => store.Inbox;

    public ILedger Ledger => store.Ledger;

    public IHistory History => store.History;

    public IUpkeep Upkeep => this;

    public string? Told => store.Told;

    /// <summary>Tells what other hosts stored, where the state is shared; or null.</summary>
    public IArrivalSignal? Arrivals => store is PostgresStore shared ? shared.Arrivals : null;

    /// <summary>Notes in the state which key it is sealed with now; for each start, and for the turn of a
    /// month.</summary>
    public Task NoteKeyAsync(CancellationToken cancel) =>
        settings.Encrypted ? SealCheck.NoteAsync(store.Ledger, keys, time, cancel) : Task.CompletedTask;

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel) =>
        store.Upkeep.PruneAsync(before, cancel);

    public Task BackupAsync(Stream to, CancellationToken cancel) => store.Upkeep.BackupAsync(to, cancel);

    public async Task<StoreHealth> HealthAsync(CancellationToken cancel)
    {
        var health = await store.Upkeep.HealthAsync(cancel);
        return health with
        {
            Kind = settings.Kind.ToString().ToLowerInvariant(),
            Encryption = seal.Describe,
            Warnings = keys.Warning is { } warning ? [.. health.Warnings, warning] : health.Warnings,
        };
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
