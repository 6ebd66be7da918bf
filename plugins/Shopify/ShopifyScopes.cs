namespace IntegrationHost.Plugins.Shopify;

/// <summary>The access scopes that reading and writing each entity needs, as Shopify's table of scopes
/// says. Pure.</summary>
internal static class ShopifyScopes
{
    private const string Orders = "merchant_managed_fulfillment_orders";
    private const string Payouts = "read_shopify_payments_payouts";

    private static readonly Dictionary<string, string[]> Read = new()
    {
        [ShopifyEntities.Order] = ["read_orders", "read_customers"],
        [ShopifyEntities.Transaction] = ["read_orders", "read_customers"],
        [ShopifyEntities.Refund] = ["read_orders", "read_customers", "read_returns", "read_locations"],
        [ShopifyEntities.Return] = ["read_orders", "read_customers", "read_returns"],
        [ShopifyEntities.Customer] = ["read_customers"],
        [ShopifyEntities.Company] = ["read_companies", "read_customers"],
        [ShopifyEntities.CompanyLocation] = ["read_companies"],
        [ShopifyEntities.Product] = ["read_products", "read_inventory"],
        [ShopifyEntities.Variant] = ["read_products", "read_inventory"],
        [ShopifyEntities.InventoryItem] = ["read_inventory"],
        [ShopifyEntities.InventoryLevel] = ["read_inventory", "read_locations"],
        [ShopifyEntities.Location] = ["read_locations"],
        [ShopifyEntities.Fulfillment] = ["read_orders", "read_locations"],
        [ShopifyEntities.FulfillmentOrder] = ["read_" + Orders, "read_locations"],
        [ShopifyEntities.Payout] = [Payouts],
        [ShopifyEntities.BalanceTransaction] = [Payouts, "read_orders"],
    };

    private static readonly Dictionary<string, string[]> Write = new()
    {
        [ShopifyEntities.Order] = ["write_orders"],
        [ShopifyEntities.OrderEdit] = ["write_order_edits", "read_orders", "read_products"],
        [ShopifyEntities.OrderCapture] = ["write_orders"],
        [ShopifyEntities.OrderPayment] = ["write_orders"],
        [ShopifyEntities.Refund] = ["write_orders"],
        [ShopifyEntities.Return] = ["write_returns", "read_orders"],
        [ShopifyEntities.FulfillmentOrder] = ["write_" + Orders, "read_locations"],
        [ShopifyEntities.FulfillmentEvent] = ["write_fulfillments", "read_orders"],
        [ShopifyEntities.Company] = ["write_companies", "read_customers"],
        [ShopifyEntities.CompanyLocation] = ["write_companies"],
        [ShopifyEntities.CompanyContact] = ["write_companies", "read_customers"],
        [ShopifyEntities.Bundle] = ["write_products"],
        [ShopifyEntities.PriceListPrice] = ["write_products"],
        [ShopifyEntities.Customer] = ["write_customers"],
        [ShopifyEntities.Product] = ["write_products", "write_inventory"],
        [ShopifyEntities.Variant] = ["write_products", "write_inventory"],
        [ShopifyEntities.InventoryLevel] = ["write_inventory", "read_locations"],
        [ShopifyEntities.Fulfillment] = ["write_" + Orders, "read_orders", "read_locations"],
    };

    /// <summary>What is not granted, each with what needs it. Null for either list means all that can be read, or
    /// written.</summary>
    public static IReadOnlyList<string> MissingIn(
        IReadOnlyCollection<string> granted, IReadOnlyList<string>? reads, IReadOnlyList<string>? writes) =>
    [
        .. Needs(Read, reads, "reading").Concat(Needs(Write, writes, "writing"))
            .Where(need => !Has(granted, need.Scope))
            .GroupBy(need => need.Scope)
            .Select(missing => $"{missing.Key} (for {string.Join(", ", missing.Select(need => need.What))})"),
    ];

    private static IEnumerable<(string Scope, string What)> Needs(
        Dictionary<string, string[]> table, IReadOnlyList<string>? entities, string how) =>
        (entities ?? [.. table.Keys]).Where(table.ContainsKey)
            .SelectMany(entity => table[entity].Select(scope => (scope, $"{how} {entity}")));

    // write_x includes read_x.
    private static bool Has(IReadOnlyCollection<string> granted, string scope) => granted.Contains(scope)
        || (scope.StartsWith("read_", StringComparison.Ordinal)
            && granted.Contains("write_" + scope["read_".Length..]));
}
