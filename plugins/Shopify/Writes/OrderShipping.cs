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

/// <summary>A fulfilment that stands.</summary>
/// <param name="Id">Its global id.</param>
/// <param name="Version">Its change stamp.</param>
/// <param name="Numbers">Its tracking numbers.</param>
/// <param name="Company">The carrier, or null.</param>
/// <param name="Quantities">What is in it, by SKU.</param>
internal sealed record Shipped(
    string Id, string Version, IReadOnlySet<string> Numbers, string? Company,
    IReadOnlyDictionary<string, long> Quantities);

/// <summary>A fulfilment order that may be fulfilled: of one location.</summary>
internal sealed record OpenFulfillmentOrder(string Id, string Location, IReadOnlyList<OpenLine> Lines);

/// <summary>A line of a fulfilment order.</summary>
/// <param name="Id">Its global id.</param>
/// <param name="Sku">Empty for a line without one.</param>
/// <param name="Remaining">What is left to fulfil.</param>
internal sealed record OpenLine(string Id, string Sku, long Remaining);
