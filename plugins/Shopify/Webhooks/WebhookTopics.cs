namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>Which topics tell of which entity.</summary>
internal static class WebhookTopics
{
    // customers/merge needs a scope of its own, and both customers of a merge are told of without it.
    private static readonly (string Entity, string[] Topics)[] OfEntities =
    [
        (ShopifyEntities.Order,
            ["orders/create", "orders/updated", "orders/edited", "orders/cancelled", "orders/delete"]),
        (ShopifyEntities.Transaction, ["order_transactions/create"]),
        (ShopifyEntities.Refund, ["refunds/create"]),
        (ShopifyEntities.Return,
        [
            "returns/request", "returns/approve", "returns/decline", "returns/cancel", "returns/close",
            "returns/reopen", "returns/update", "returns/process",
        ]),
        (ShopifyEntities.Customer, ["customers/create", "customers/update", "customers/delete"]),
        (ShopifyEntities.Company,
        [
            "companies/create", "companies/update", "companies/delete", "company_contacts/create",
            "company_contacts/update", "company_contacts/delete",
        ]),
        (ShopifyEntities.CompanyLocation,
            ["company_locations/create", "company_locations/update", "company_locations/delete"]),
        (ShopifyEntities.Product, ["products/create", "products/update", "products/delete"]),
        (ShopifyEntities.Variant, ["products/create", "products/update"]),
        (ShopifyEntities.InventoryLevel,
            ["inventory_levels/connect", "inventory_levels/update", "inventory_levels/disconnect"]),
        (ShopifyEntities.Location,
        [
            "locations/create", "locations/update", "locations/delete", "locations/activate", "locations/deactivate",
        ]),
        (ShopifyEntities.Fulfillment, ["fulfillments/create", "fulfillments/update", "fulfillment_events/create"]),
        (ShopifyEntities.FulfillmentOrder,
        [
            "fulfillment_orders/order_routing_complete", "fulfillment_orders/moved",
            "fulfillment_orders/placed_on_hold", "fulfillment_orders/hold_released", "fulfillment_orders/cancelled",
            "fulfillment_orders/split", "fulfillment_orders/merged",
        ]),
    ];

    private static readonly string[] OfTheApp = ["app/uninstalled", "app/scopes_update"];

    /// <summary>What a connection that reads these entities subscribes to; an app that is uninstalled or loses a
    /// scope is told whatever is read.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<string> entities) => OfEntities
        .Where(pair => entities.Contains(pair.Entity)).SelectMany(pair => pair.Topics).Distinct().Concat(OfTheApp);

    /// <summary>The name of a topic in a subscription.</summary>
    public static string EnumOf(string topic) => topic.Replace('/', '_').ToUpperInvariant();
}
