using IntegrationHost.Storage.Tests.Contract;
using IntegrationHost.Storage.Tests.Support;

namespace IntegrationHost.Storage.Tests.Postgres;

/// <summary>The store in PostgreSQL keeps the whole contract.</summary>
public sealed class The_postgres_store(OneServer server) : StoreContract
{
    private Database? _database;

    // Its leases run by the database's clock, so a fake one has no part in it.
    protected override async Task<OpenedStore> OpenAsync(TimeProvider time, CancellationToken cancel)
    {
        _database ??= await Database.NewAsync(server, cancel);
        var store = await _database.OpenAsync(cancel);
        return new OpenedStore(store.Inbox, store.Ledger, store.History, store.Upkeep, store);
    }
}
