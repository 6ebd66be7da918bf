using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>The feed of each entity.</summary>
internal sealed class ShopFeeds(ShopifyOptions options, GraphQlClient client, TimeProvider time)
{
    private readonly UpdatedFeed _updated = new(options, client);
    private readonly LocationFeed _locations = new(client);
    private readonly LevelFeed _levels = new(options, client, new LocationFeed(client), time);

    public Task<ChangePage> ReadAsync(string entity, Cursor after, CancellationToken cancel) => entity switch
    {
        ShopifyEntities.Location => _locations.ReadAsync(after, cancel),
        ShopifyEntities.InventoryLevel => _levels.ReadAsync(after, cancel),
        _ => _updated.ReadAsync(entity, after, cancel),
    };
}
