namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>A fulfilment order that may be fulfilled: of one location.</summary>
internal sealed record OpenFulfillmentOrder(string Id, string Location, IReadOnlyList<OpenLine> Lines);
