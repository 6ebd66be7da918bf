using IntegrationHost.Simulators.Shopify.GraphQl;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>Which access scope each type and mutation needs, as the official schema's table of scopes says, and whether
/// the app has it.</summary>
internal sealed class Scopes(ShopOptions options)
{
    private const string ManagedOrders = "merchant_managed_fulfillment_orders";

    private static readonly Dictionary<string, string> OfTypes = new()
    {
        ["Order"] = "read_orders",
        ["OrderTransaction"] = "read_orders",
        ["Refund"] = "read_orders",
        ["Fulfillment"] = "read_orders",
        ["Return"] = "read_returns",
        ["Customer"] = "read_customers",
        ["Company"] = "read_companies",
        ["CompanyLocation"] = "read_companies",
        ["CompanyContact"] = "read_companies",
        ["Product"] = "read_products",
        ["ProductVariant"] = "read_products",
        ["PriceList"] = "read_products",
        ["InventoryItem"] = "read_inventory",
        ["InventoryLevel"] = "read_inventory",
        ["Location"] = "read_locations",
        ["FulfillmentOrder"] = "read_" + ManagedOrders,
        ["ShopifyPaymentsPayout"] = "read_shopify_payments_payouts",
        ["ShopifyPaymentsBalanceTransaction"] = "read_shopify_payments_payouts",
    };

    private static readonly (string Begin, string Scope)[] OfMutations =
    [
        ("inventory", "write_inventory"), ("fulfillmentOrder", "write_" + ManagedOrders),
        ("fulfillmentEvent", "write_fulfillments"), ("fulfillment", "write_" + ManagedOrders),
        ("orderEdit", "write_order_edits"), ("order", "write_orders"), ("refund", "write_orders"),
        ("return", "write_returns"), ("customer", "write_customers"), ("company", "write_companies"),
        ("product", "write_products"), ("priceList", "write_products"),
    ];

    private readonly HashSet<string>? _granted = options.Scopes?.ToHashSet(StringComparer.Ordinal);

    /// <summary>Everything that is played.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. OfTypes.Values.Concat(OfMutations.Select(each => each.Scope)).Append("read_all_orders")
            .Append("read_fulfillments").Append("write_products").Distinct().Order(StringComparer.Ordinal),
    ];

    public IReadOnlyList<string> Granted => options.Scopes ?? All;

    /// <exception cref="GraphQlError">The app may not see records of this type.</exception>
    public void CheckType(string type, string field)
    {
        if (_granted is not null && OfTypes.TryGetValue(type, out var scope))
        {
            Check(scope, field);
        }
    }

    /// <exception cref="GraphQlError">The app may not do this.</exception>
    public void CheckMutation(string name)
    {
        if (_granted is not null && OfMutations.FirstOrDefault(each =>
            name.StartsWith(each.Begin, StringComparison.Ordinal)).Scope is { } scope)
        {
            Check(scope, name);
        }
    }

    private void Check(string scope, string field)
    {
        if (!_granted!.Contains(scope) && !(scope.StartsWith("read_", StringComparison.Ordinal)
            && _granted.Contains("write_" + scope["read_".Length..])))
        {
            throw new GraphQlError("ACCESS_DENIED",
                $"Access denied for {field} field. Required access: `{scope}` access scope.", field)
            {
                IsOfField = true,
            };
        }
    }
}
