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

    private static readonly string[] OfTheApp = ["app/uninstalled", "app/scopes_update"];

    /// <summary>What a connection that reads these entities subscribes to; an app that is uninstalled or loses a
    /// scope is told whatever is read.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<string> entities) =>
        EntityOf.Where(pair => entities.Contains(pair.Value)).Select(pair => pair.Key).Concat(OfTheApp);

    /// <summary>The name of a topic in a subscription.</summary>
    public static string EnumOf(string topic) => topic.Replace('/', '_').ToUpperInvariant();
}
