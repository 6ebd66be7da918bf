namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>A line of a fulfilment order.</summary>
/// <param name="Id">Its global id.</param>
/// <param name="Sku">Empty for a line without one.</param>
/// <param name="Remaining">What is left to fulfil.</param>
internal sealed record OpenLine(string Id, string Sku, long Remaining);
