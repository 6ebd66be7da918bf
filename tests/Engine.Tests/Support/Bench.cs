using IntegrationHost.Connectors;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;
using IntegrationHost.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>A whole engine on a real state folder and a fake clock, between a shop and an ERP in memory.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public static readonly FlowDefinition Customers = new(
        "customers", "customer", new Endpoint("shop", "customer"), new Endpoint("erp", "customer"), "customer.csx")
    {
        Since = DateTimeOffset.UnixEpoch,
    };

    public static readonly FlowDefinition Orders = new(
        "orders", "order", new Endpoint("shop", "order"), new Endpoint("erp", "salesOrder"), "order.csx")
    {
        Since = DateTimeOffset.UnixEpoch,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-engine-");
    private EmbeddedStore? _store;
    private IntegrationEngine? _engine;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public MemorySystem Shop { get; } = new(
        new EntityInfo("customer", "id", Abilities.Changes | Abilities.Read),
        new EntityInfo("order", "id", Abilities.Changes | Abilities.Read | Abilities.Webhooks));

    public MemorySystem Erp { get; } = new(
        new EntityInfo("customer", "externalId", Abilities.Create | Abilities.Update | Abilities.Read),
        new EntityInfo("item", "itemId", Abilities.Find | Abilities.Read),
        new EntityInfo("level", "externalId", Abilities.Create | Abilities.Update) { ChangesByItself = true },
        new EntityInfo("salesOrder", "externalId", Abilities.Create | Abilities.Update | Abilities.Read)
        {
            CreateNature = WriteNature.NeedsIntent,
        });

    public DelegateMappings Scripts { get; } = new DelegateMappings()
        .With("customer.csx", script => new Record { ["externalId"] = script.source.Text("id") })
        .With("order.csx", script => new Record
        {
            ["externalId"] = script.source.Text("id"),
            ["total"] = script.source.Money("total"),
        });

    public MemoryValues Values { get; } = new();

    public Observed State { get; private set; } = null!;

    public IHistory History => _store!.History;

    public IntegrationEngine Engine => _engine!;

    public Task<StoreHealth> HealthAsync(CancellationToken cancel) => _store!.Upkeep.HealthAsync(cancel);

    public async Task StartAsync(params FlowDefinition[] flows)
    {
        _store ??= await EmbeddedStore.OpenAsync(_folder.FullName, Time, TestContext.Current.CancellationToken);
        State = new Observed(_store.Inbox, _store.Ledger);
        var connectors = new Dictionary<string, IConnector> { ["shop"] = Shop, ["erp"] = Erp };
        _engine = new IntegrationEngine(new EngineParts(
            flows, connectors, Scripts, Values, State, State, _store.History, Time, NullLoggerFactory.Instance)
        {
            Options = new EngineOptions { LingerFor = TimeSpan.Zero, Lanes = 2, DrainFor = TimeSpan.Zero },
        });
        _engine.Start();
    }

    /// <summary>Stops the engine where it is; what is on its way is given up, as in a crash.</summary>
    public async Task StopAsync()
    {
        await _engine!.DisposeAsync();
        _engine = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
