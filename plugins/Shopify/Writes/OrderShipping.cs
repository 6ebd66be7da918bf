namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What of an order was shipped and what may be shipped now, whole and fresh.</summary>
/// <param name="Name">What people call the order.</param>
/// <param name="Shipped">Its fulfilments that stand.</param>
/// <param name="Open">Its fulfilment orders that may be fulfilled.</param>
/// <param name="Waiting">Why others may not, in the shop's own words: <c>ON_HOLD</c>, <c>SCHEDULED</c>.</param>
internal sealed record OrderShipping(
    string Name,
    IReadOnlyList<Shipped> Shipped,
    IReadOnlyList<OpenFulfillmentOrder> Open,
    IReadOnlyList<string> Waiting);
