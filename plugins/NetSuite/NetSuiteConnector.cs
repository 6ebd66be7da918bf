using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.Reads;
using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Plugins.NetSuite.Writes;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>One connection to one account: hands every call to the part that knows the entity.</summary>
internal sealed class NetSuiteConnector : IChangeFeed, IRecordReader, IRecordWriter
{
    private readonly AccountClock _clock;
    private readonly ChangeReader _changes;
    private readonly RecordFinder _finder;
    private readonly AccountCheck _check;
    private readonly Dictionary<string, IEntityReading> _readings;
    private readonly Dictionary<string, IEntityWriting> _writings;

    public NetSuiteConnector(NetSuiteOptions options, ConnectorContext context)
    {
        var client = new NetSuiteClient(options, context);
        var suiteQl = new SuiteQlClient(client);
        var records = new RecordService(client);
        _clock = new AccountClock(options, context, client, suiteQl);
        _changes = new ChangeReader(options, _clock, suiteQl);
        _finder = new RecordFinder(suiteQl);
        _check = new AccountCheck(options, client, suiteQl, _clock);
        _readings = new Dictionary<string, IEntityReading>
        {
            ["salesOrder"] = SalesOrders.Reading(suiteQl),
            ["itemFulfillment"] = new Fulfilments(suiteQl),
            ["customer"] = Customers.Reading(suiteQl),
            ["inventoryItem"] = Items.Reading(suiteQl),
            ["aggregateItemLocation"] = new StockLevels(suiteQl),
        };
        _writings = new Dictionary<string, IEntityWriting>
        {
            ["customer"] = new UpsertWriting(records, "addressBook", onlyOnCreate: true),
            ["salesOrder"] = new UpsertWriting(records, "item"),
            ["itemFulfillment"] = new FulfilmentWriting(records),
        };
        context.Budget.Describe(options.MaxConcurrentRequests, 0);
    }

    public IReadOnlyList<EntityInfo> Entities => NetSuiteEntities.All;

    public Task<Health> CheckAsync(CancellationToken cancel) => _check.CheckAsync(cancel);

    public Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel) =>
        Feed.All.FirstOrDefault(feed => feed.Entity == entity) is { } feed
            ? _changes.ReadAsync(feed, after, cancel)
            : throw Unable(entity, "polled");

    public async Task<IReadOnlyList<Found>> ReadAsync(
        string entity, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var reading = _readings.GetValueOrDefault(entity) ?? throw Unable(entity, "read");
        return await reading.ReadAsync(ids, await _clock.AccountTimeAsync(cancel), cancel);
    }

    public Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel) =>
        _finder.FindAsync(entity, field, values, cancel);

    public Task<Outcome> ApplyAsync(Write write, CancellationToken cancel) => write.Kind == ChangeKind.Upsert
        ? WritingOf(write).ApplyAsync(write, cancel)
        : throw Unable(write.Entity, "deleted");

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) => write.Kind == ChangeKind.Upsert
        ? WritingOf(write).RecoverAsync(write, cancel)
        : throw Unable(write.Entity, "deleted");

    public ValueTask DisposeAsync()
    {
        _clock.Dispose();
        return ValueTask.CompletedTask;
    }

    private IEntityWriting WritingOf(Write write) =>
        _writings.GetValueOrDefault(write.Entity) ?? throw Unable(write.Entity, "written");

    private static NotSupportedException Unable(string entity, string what) =>
        new($"a NetSuite {entity} cannot be {what} by this connector");
}
