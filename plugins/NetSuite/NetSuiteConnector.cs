using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Catalogue;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.Reads;
using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Plugins.NetSuite.Webhooks;
using IntegrationHost.Plugins.NetSuite.Writes;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>One connection to one account: hands every call to the part that knows the entity.</summary>
internal sealed class NetSuiteConnector
    : IChangeFeed, IRecordReader, IBatchRecordWriter, IWebhookDecoder, IFieldCatalogue
{
    private readonly NetSuiteClient _client;
    private readonly AccountClock _clock;
    private readonly ChangeReader _changes;
    private readonly RecordFinder _finder;
    private readonly KitStock _kits;
    private readonly AccountCheck _check;
    private readonly OutboxDecoder _webhooks;
    private readonly FieldReader _fields;
    private readonly Taxes _taxes;
    private readonly BatchWriting _batches;
    private readonly bool _batchesCatalogue;
    private readonly Dictionary<string, IEntityReading> _readings;
    private readonly Dictionary<string, IEntityWriting> _writings;

    public NetSuiteConnector(NetSuiteOptions options, ConnectorContext context)
    {
        var client = _client = new NetSuiteClient(options, context);
        var suiteQl = new SuiteQlClient(client);
        var records = new RecordService(client);
        _clock = new AccountClock(options, context, client, suiteQl);
        _changes = new ChangeReader(options, _clock, suiteQl, new DeletionReader(options, context, suiteQl));
        _taxes = new Taxes(options);
        _finder = new RecordFinder(suiteQl);
        _kits = new KitStock(suiteQl, new KitMembers(suiteQl));
        _check = new AccountCheck(options, client, suiteQl, _clock, context);
        _readings = Readings(suiteQl, new CustomFields(options.CustomFields), options, _kits);
        _writings = Writings(records, suiteQl, options);
        _webhooks = new OutboxDecoder(options, context.Time);
        _fields = new FieldReader(client);
        _batches = new BatchWriting(client, new AsyncWork(client, context.Time), records);
        _batchesCatalogue = options.BatchCatalogue;
        context.Budget.Describe(options.MaxConcurrentRequests ?? NetSuiteOptions.ConcurrentRequestsDefault, 0);
    }

    public IReadOnlyList<EntityInfo> Entities => NetSuiteEntities.All;

    public Task<Health> CheckAsync(CancellationToken cancel) => _check.CheckAsync(cancel);

    public Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel) =>
        FeedList.Of(entity) is { } feed
            ? ReadChangesAsync(feed, after, cancel)
            : throw Unable(entity, "polled");

    private async Task<ChangePage> ReadChangesAsync(Feed feed, Cursor after, CancellationToken cancel)
    {
        var page = await _changes.ReadAsync(feed, after, cancel);
        return feed.Entity == FeedList.Stock && page.Changes.Count > 0
            ? await _kits.CompletedAsync(page, cancel) : page;
    }

    public async Task<IReadOnlyList<Found>> ReadAsync(
        string entity, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var reading = _readings.GetValueOrDefault(entity) ?? throw Unable(entity, "read");
        return await reading.ReadAsync(ids, await _clock.AccountTimeAsync(cancel), cancel);
    }

    public Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel) =>
        _finder.FindAsync(entity, field, values, cancel);

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        if (write.Kind != ChangeKind.Upsert)
        {
            throw Unable(write.Entity, "deleted");
        }

        try
        {
            return await WritingOf(write).ApplyAsync(_taxes.Prepared(write), cancel);
        }
        catch (NotSentException nothing)
        {
            return ErrorTable.NotSent(nothing.Fault, write.Entity);
        }
    }

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) => write.Kind == ChangeKind.Upsert
        ? WritingOf(write).RecoverAsync(_taxes.Prepared(write), cancel)
        : throw Unable(write.Entity, "deleted");

    public int BatchSizeOf(string entity) =>
        _batchesCatalogue && BatchWriting.Takes(entity) ? BatchWriting.RecordsMost : 1;

    public async Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        try
        {
            return await _batches.ApplyAsync(writes, cancel);
        }
        catch (NotSentException nothing)
        {
            return [.. writes.Select(write => ErrorTable.NotSent(nothing.Fault, write.Entity))];
        }
    }

    public WebhookVerdict Decode(WebhookRequest request) => _webhooks.Decode(request);

    public async Task<IReadOnlyList<FieldInfo>> FieldsAsync(string entity, CancellationToken cancel) =>
        [.. (await _fields.FieldsAsync(entity, cancel)).Concat(DocumentKind.FieldsOf(entity))
            .DistinctBy(field => field.Path)];

    public ValueTask DisposeAsync()
    {
        _clock.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Dictionary<string, IEntityReading> Readings(
        SuiteQlClient suiteQl, CustomFields custom, NetSuiteOptions options, KitStock kits)
    {
        var readings = new Dictionary<string, IEntityReading>
        {
            ["itemFulfillment"] = new Fulfilments(suiteQl),
            ["customer"] = People.Customers(suiteQl, custom),
            ["contact"] = People.Contacts(suiteQl, custom),
            ["item"] = new Items(suiteQl, "", custom),
            ["itemPrice"] = new ItemPrices(suiteQl),
            [FeedList.Stock] = new StockLevels(suiteQl, kits),
        };
        foreach (var entity in Items.Types.Keys)
        {
            readings[entity] = new Items(suiteQl, Items.Condition(entity), custom);
        }

        foreach (var entity in TransactionCodes.Entities)
        {
            readings.TryAdd(entity, new Transactions(suiteQl, entity, PartsOf(entity, options), custom));
        }

        return readings;
    }

    private static TransactionParts PartsOf(string entity, NetSuiteOptions options) => entity switch
    {
        "salesOrder" => TransactionParts.Lines | TransactionParts.Progress
            | (options.ReadAddresses ? TransactionParts.Addresses : TransactionParts.None),
        "journalEntry" or "deposit" or "inventoryAdjustment" => TransactionParts.None,
        "invoice" => TransactionParts.Source | TransactionParts.Lines | TransactionParts.Unpaid,
        "creditMemo" => TransactionParts.Lines | TransactionParts.Applied | TransactionParts.Unpaid,
        "customerDeposit" => TransactionParts.Source | TransactionParts.Unpaid | TransactionParts.Paying,
        "customerPayment" or "depositApplication" or "customerRefund" =>
            TransactionParts.Applied | TransactionParts.Paying,
        _ => TransactionParts.Source | TransactionParts.Lines,
    };

    private static Dictionary<string, IEntityWriting> Writings(
        RecordService records, SuiteQlClient suiteQl, NetSuiteOptions options)
    {
        var writings = new Dictionary<string, IEntityWriting>
        {
            ["customer"] = new PeopleWriting(records),
            ["contact"] = new PeopleWriting(records),
            ["salesOrder"] = new OrderWriting(records, options.LineKey),
        };
        foreach (var entity in Items.Types.Keys)
        {
            writings[entity] = new UpsertWriting(records, entity is "kitItem" or "assemblyItem" ? "member" : null);
        }

        var sources = new DocumentSource(suiteQl);
        foreach (var kind in DocumentKind.All)
        {
            writings[kind.Entity] = new DocumentWriting(records, sources, kind);
        }

        return writings;
    }

    private IEntityWriting WritingOf(Write write) =>
        _writings.GetValueOrDefault(write.Entity) ?? throw Unable(write.Entity, "written");

    private static NotSupportedException Unable(string entity, string what) =>
        new($"a NetSuite {entity} cannot be {what} by this connector");
}
