namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>A fulfilment that stands.</summary>
/// <param name="Id">Its global id.</param>
/// <param name="Version">Its change stamp.</param>
/// <param name="Numbers">Its tracking numbers.</param>
/// <param name="Company">The carrier, or null.</param>
/// <param name="Quantities">What is in it, by SKU.</param>
internal sealed record Shipped(
    string Id, string Version, IReadOnlySet<string> Numbers, string? Company,
    IReadOnlyDictionary<string, long> Quantities);
