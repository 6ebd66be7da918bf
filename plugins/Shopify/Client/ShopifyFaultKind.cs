namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>What a fault means for the call.</summary>
internal enum ShopifyFaultKind
{
    /// <summary>Too much was asked; nothing was done.</summary>
    Throttled,
    /// <summary>The shop refused before doing anything: credentials, permissions, a wrong document.</summary>
    Refused,
    /// <summary>The request never reached the shop; nothing was done.</summary>
    Unreachable,
    /// <summary>Nobody can tell whether anything was done.</summary>
    Unknown,
}
