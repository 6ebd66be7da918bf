using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>The feed of each entity.</summary>
internal sealed class ShopFeeds(ShopifyOptions options, GraphQlClient client, ConnectorContext context)
{
    private readonly UpdatedFeed _updated = new(options, client, context.Log);
    private readonly LocationFeed _locations = new(client);
    private readonly LevelFeed _levels = new(options, client, new LocationFeed(client), context.Time);

    public Task<ChangePage> ReadAsync(string entity, Cursor after, CancellationToken cancel) => entity switch
    {
        ShopifyEntities.Location => _locations.ReadAsync(after, cancel),
        ShopifyEntities.InventoryLevel => _levels.ReadAsync(after, cancel),
        _ => _updated.ReadAsync(entity, after, cancel),
    };
}
