using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Plugins.Shopify.Reads;
using IntegrationHost.Plugins.Shopify.Webhooks;
using IntegrationHost.Plugins.Shopify.Writes;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>One shop: hands each role to the part that does it.</summary>
internal sealed class ShopifyConnector
    : IChangeFeed, IRecordReader, IBatchRecordWriter, IWebhookDecoder, IWebhookSubscriber
{
    private readonly ShopifyOptions _options;
    private readonly ShopCheck _check;
    private readonly UpdatedFeed _feed;
    private readonly NodeReader _reader;
    private readonly FieldFinder _finder;
    private readonly InventoryWriter _inventory;
    private readonly FulfillmentWriter _fulfillments;
    private readonly WebhookDecoder _decoder;
    private readonly WebhookSubscriber _subscriber;

    public ShopifyConnector(ShopifyOptions options, ConnectorContext context)
    {
        _options = options;
        var client = new GraphQlClient(options, context);
        _check = new ShopCheck(options, client);
        _feed = new UpdatedFeed(options, client);
        _reader = new NodeReader(client);
        _finder = new FieldFinder(client);
        _inventory = new InventoryWriter(client, context.Time);
        _fulfillments = new FulfillmentWriter(client);
        _decoder = new WebhookDecoder(options);
        _subscriber = new WebhookSubscriber(client);
    }

    public IReadOnlyList<EntityInfo> Entities => ShopifyEntities.All;

    public Task<Health> CheckAsync(CancellationToken cancel) => _check.CheckAsync(cancel);

    public Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel) =>
        _feed.ReadAsync(entity, after, cancel);

    public Task<IReadOnlyList<Found>> ReadAsync(string entity, IReadOnlyList<string> ids, CancellationToken cancel) =>
        _reader.ReadAsync(entity, ids, cancel);

    public Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel) =>
        _finder.FindAsync(entity, field, values, cancel);

    public int BatchSizeOf(string entity) =>
        entity == ShopifyEntities.InventoryLevel ? InventoryWriter.QuantitiesMost : 1;

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel) => write.Entity switch
    {
        ShopifyEntities.InventoryLevel => (await _inventory.SetAsync([write], cancel))[0],
        ShopifyEntities.Fulfillment => await _fulfillments.ApplyAsync(write, cancel),
        _ => NotWritable(write),
    };

    public async Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel) =>
        writes.All(write => write.Entity == ShopifyEntities.InventoryLevel)
            ? await _inventory.SetAsync(writes, cancel)
            : throw new ArgumentException("only stock levels are written many at once", nameof(writes));

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) => write.Entity switch
    {
        ShopifyEntities.Fulfillment => _fulfillments.RecoverAsync(write, cancel),
        ShopifyEntities.InventoryLevel => _inventory.RecoverAsync(write, cancel),
        _ => Task.FromResult<Recovery>(new Recovery.NotWritten()),
    };

    public WebhookVerdict Decode(WebhookRequest request) => _decoder.Decode(request);

    // Without the secret each delivery would be refused: such a connection works on polls alone.
    public Task EnsureSubscribedAsync(IReadOnlyList<string> entities, Uri address, CancellationToken cancel) =>
        _options.WebhookSecret is { Length: > 0 } ? _subscriber.EnsureAsync(entities, address, cancel)
            : Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Outcome NotWritable(Write write) =>
        new Outcome.Rejected($"this connector does not write {write.Entity}", "not-writable", write.Entity);
}
