namespace IntegrationHost.Plugins.Shopify;

/// <summary>The access scopes that the entities need. Pure.</summary>
internal static class ShopifyScopes
{
    private static readonly (string Scope, string Entity)[] Needed =
    [
        ("read_orders", ShopifyEntities.Order),
        ("read_customers", ShopifyEntities.Customer),
        ("write_inventory", ShopifyEntities.InventoryLevel),
        ("read_inventory", ShopifyEntities.InventoryItem),
        ("read_locations", ShopifyEntities.Location),
        ("read_merchant_managed_fulfillment_orders", ShopifyEntities.Fulfillment),
        ("write_merchant_managed_fulfillment_orders", ShopifyEntities.Fulfillment),
    ];

    /// <summary>What is not granted, each with the entity that needs it.</summary>
    public static IReadOnlyList<string> MissingIn(IReadOnlyCollection<string> granted) =>
        [.. Needed.Where(need => !Has(granted, need.Scope)).Select(need => $"{need.Scope} (for {need.Entity})")];

    // write_x includes read_x.
    private static bool Has(IReadOnlyCollection<string> granted, string scope) => granted.Contains(scope)
        || (scope.StartsWith("read_", StringComparison.Ordinal)
            && granted.Contains("write_" + scope["read_".Length..]));
}
