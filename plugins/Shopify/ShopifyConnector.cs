using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Access;
using IntegrationHost.Plugins.Shopify.Bulk;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Plugins.Shopify.Reads;
using IntegrationHost.Plugins.Shopify.Webhooks;
using IntegrationHost.Plugins.Shopify.Writes;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>One shop: hands each role to the part that does it.</summary>
internal sealed class ShopifyConnector
    : IChangeFeed, IBackfill, IRecordReader, IBatchRecordWriter, IWebhookDecoder, IWebhookSubscriber
{
    private readonly ShopifyOptions _options;
    private readonly IAccessTokens _tokens;
    private readonly ShopCheck _check;
    private readonly ShopFeeds _feeds;
    private readonly BulkBackfill _backfill;
    private readonly NodeReader _reader;
    private readonly LevelReader _levels;
    private readonly FieldFinder _finder;
    private readonly Dictionary<string, IEntityWriter> _writers;
    private readonly WebhookDecoder _decoder;
    private readonly WebhookSubscriber _subscriber;

    public ShopifyConnector(ShopifyOptions options, ConnectorContext context)
    {
        _options = options;
        _tokens = options.ClientId is { Length: > 0 }
            ? new GrantedTokens(new TokenEndpoint(options, context), options, context)
            : new StaticToken(options.AccessToken!);
        var client = new GraphQlClient(options, context, _tokens);
        _check = new ShopCheck(options, client, context);
        _feeds = new ShopFeeds(options, client, context);
        _backfill = new BulkBackfill(options, client, context);
        _reader = new NodeReader(client);
        _levels = new LevelReader(client);
        _finder = new FieldFinder(client);
        _writers = new Dictionary<string, IEntityWriter>
        {
            [ShopifyEntities.Order] = new OrderWriter(client),
            [ShopifyEntities.OrderEdit] = new OrderEditWriter(client),
            [ShopifyEntities.OrderCapture] = new PaymentWriter(client, captures: true),
            [ShopifyEntities.OrderPayment] = new PaymentWriter(client, captures: false),
            [ShopifyEntities.Refund] = new RefundWriter(client),
            [ShopifyEntities.Return] = new ReturnWriter(client),
            [ShopifyEntities.FulfillmentOrder] = new FulfillmentOrderWriter(client),
            [ShopifyEntities.FulfillmentEvent] = new FulfillmentEventWriter(client),
            [ShopifyEntities.Company] = new CompanyWriter(client, _finder),
            [ShopifyEntities.CompanyLocation] = new CompanyLocationWriter(client, _finder),
            [ShopifyEntities.CompanyContact] = new CompanyContactWriter(client),
            [ShopifyEntities.Bundle] = new BundleWriter(client),
            [ShopifyEntities.Metafield] = new ListedWriter(client, ListedValues.Metafields),
            [ShopifyEntities.PriceListPrice] = new ListedWriter(client, ListedValues.Prices),
            [ShopifyEntities.Tags] = new TagWriter(client),
            [ShopifyEntities.Customer] = new CustomerWriter(client),
            [ShopifyEntities.Product] = new ProductWriter(client),
            [ShopifyEntities.Variant] = new VariantWriter(client),
            [ShopifyEntities.InventoryLevel] = new InventoryWriter(
                client, new StoredKeys(context.Tokens, context.Time)),
            [ShopifyEntities.Fulfillment] = new FulfillmentWriter(client),
        };
        _decoder = new WebhookDecoder(options);
        _subscriber = new WebhookSubscriber(client);
    }

    public IReadOnlyList<EntityInfo> Entities => ShopifyEntities.All;

    public Task<Health> CheckAsync(CancellationToken cancel) => _check.CheckAsync(cancel);

    public Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel) =>
        _feeds.ReadAsync(entity, after, cancel);

    public Task<BackfillPage> ReadBackfillAsync(string entity, BackfillRequest request, CancellationToken cancel) =>
        _backfill.ReadAsync(entity, request, cancel);

    public Task<IReadOnlyList<Found>> ReadAsync(string entity, IReadOnlyList<string> ids, CancellationToken cancel) =>
        entity == ShopifyEntities.InventoryLevel
            ? _levels.ReadAsync(ids, cancel) : _reader.ReadAsync(entity, ids, cancel);

    public Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel) =>
        _finder.FindAsync(entity, field, values, cancel);

    public int BatchSizeOf(string entity) => WriterOf(entity) is IManyWriter many ? many.AtOnceMost : 1;

    public Task<Outcome> ApplyAsync(Write write, CancellationToken cancel) =>
        WriterOf(write.Entity)?.ApplyAsync(write, cancel) ?? Task.FromResult(NotWritable(write));

    public Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel) =>
        writes.Select(write => write.Entity).Distinct().ToArray() is [var entity]
            && WriterOf(entity) is IManyWriter many
            ? many.ApplyManyAsync(writes, cancel)
            : throw new ArgumentException("these are not written many at once", nameof(writes));

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) =>
        WriterOf(write.Entity)?.RecoverAsync(write, cancel)
            ?? Task.FromResult<Recovery>(new Recovery.NotWritten());

    public WebhookVerdict Decode(WebhookRequest request) => _decoder.Decode(request);

    // Without the secret each delivery would be refused: such a connection works on polls alone.
    public Task EnsureSubscribedAsync(IReadOnlyList<string> entities, Uri address, CancellationToken cancel) =>
        _options.SigningSecret is { Length: > 0 } ? _subscriber.EnsureAsync(entities, address, cancel)
            : Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        (_tokens as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    private IEntityWriter? WriterOf(string entity) => _writers.GetValueOrDefault(entity);

    private static Outcome NotWritable(Write write) =>
        new Outcome.Rejected($"this connector does not write {write.Entity}", "not-writable", write.Entity);
}
