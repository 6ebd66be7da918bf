using IntegrationHost.Storage.Tests.Contract;
using IntegrationHost.Storage.Tests.Support;

namespace IntegrationHost.Storage.Tests.Embedded;

/// <summary>The store in one folder keeps the whole contract.</summary>
public sealed class The_embedded_store : StoreContract
{
    private readonly StateFolder _folder = new();

    protected override async Task<OpenedStore> OpenAsync(TimeProvider time, CancellationToken cancel)
    {
        var store = await _folder.OpenAsync(time, cancel);
        return new OpenedStore(store.Inbox, store.Ledger, store.History, store.Upkeep, store);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
