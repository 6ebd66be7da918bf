namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>Which topics tell of which entity.</summary>
internal static class WebhookTopics
{
    public static readonly IReadOnlyDictionary<string, string> EntityOf = new Dictionary<string, string>
    {
        ["orders/create"] = ShopifyEntities.Order,
        ["orders/updated"] = ShopifyEntities.Order,
        ["orders/edited"] = ShopifyEntities.Order,
        ["orders/cancelled"] = ShopifyEntities.Order,
        ["orders/delete"] = ShopifyEntities.Order,
        ["customers/create"] = ShopifyEntities.Customer,
        ["customers/update"] = ShopifyEntities.Customer,
        ["customers/delete"] = ShopifyEntities.Customer,
    };

    /// <summary>The name of a topic in a subscription.</summary>
    public static string EnumOf(string topic) => topic.Replace('/', '_').ToUpperInvariant();
}
