using IntegrationHost.Simulators.Shopify.Bulk;
using IntegrationHost.Simulators.Shopify.Mutations;
using IntegrationHost.Simulators.Shopify.Shop;
using IntegrationHost.Simulators.Shopify.Webhooks;

namespace IntegrationHost.Simulators.Shopify;

/// <summary>One shop with all that belongs to it.</summary>
internal sealed class PlayedShop
{
    public PlayedShop(ShopOptions options, TimeProvider time)
    {
        State = new ShopState(options, time);
        Bucket = new PointBucket(options, time);
        Tokens = new TokenDesk(options, time);
        Bulk = new BulkDesk(State, time);
        Resolvers = new ShopResolvers(State, new ShopMutations(State), new Scopes(options), Bulk);
        Webhooks = new WebhookOutbox(State, time);
    }

    public ShopState State { get; }

    public PointBucket Bucket { get; }

    public BulkDesk Bulk { get; }

    public TokenDesk Tokens { get; }

    public ShopResolvers Resolvers { get; }

    public WebhookOutbox Webhooks { get; }
}
