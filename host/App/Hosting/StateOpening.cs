using IntegrationHost.App.Site;
using IntegrationHost.Storage;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Postgres;

namespace IntegrationHost.App.Hosting;

/// <summary>Opens the state a site asks for: the key folder first, then the store, and then whether every key is there
/// that the state needs.</summary>
internal static class StateOpening
{
    /// <exception cref="StoreInUseException">Another host has it.</exception>
    /// <exception cref="StoreUnusableException">State or keys are not as they must be.</exception>
    public static async Task<OpenState> OpenAsync(
        SiteDefinition site, KeyRing ring, TimeProvider time, CancellationToken cancel)
    {
        if (StateRestore.FaultOf(site.DataFolder) is { } fault)
        {
            throw new StoreUnusableException(fault);
        }

        var keys = PayloadKeys.Open(site.State.KeysFolder, ring, time);
        IPayloadSeal seal = site.State.Encrypted ? new EncryptedSeal(keys) : new PlainSeal(keys);
        var store = await StoreAsync(site, seal, time, cancel);
        try
        {
            await SealCheck.VerifyAsync(store.Ledger, seal, cancel);
            var open = new OpenState(store, site.State, seal, keys, time);
            await open.NoteKeyAsync(cancel);
            return open;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private static async Task<IStateStore> StoreAsync(
        SiteDefinition site, IPayloadSeal seal, TimeProvider time, CancellationToken cancel) => site.State.Kind switch
    {
        StateKind.Embedded => await EmbeddedStore.OpenAsync(
            new EmbeddedOptions(site.DataFolder) { Time = time, Seal = seal }, cancel),
        _ => await PostgresStore.OpenAsync(PostgresOf(site, seal, time), cancel),
    };

    private static PostgresOptions PostgresOf(SiteDefinition site, IPayloadSeal seal, TimeProvider time) => new()
    {
        Connection = site.State.Connection ?? "",
        Schema = site.State.Schema ?? PostgresOptions.SchemaDefault,
        HostName = site.State.Host ?? HostNaming.Of(Environment.MachineName, site.DataFolder),
        Seal = seal,
        Time = time,
    };
}
