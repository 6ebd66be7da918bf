namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>A call that did not give what was asked. Its message is for people and carries no secret.</summary>
internal sealed class ShopifyFault(ShopifyFaultKind kind, string message) : Exception(message)
{
    public ShopifyFaultKind Kind { get; } = kind;

    /// <summary>How long the shop asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The shop's own error code, where it gave one.</summary>
    public string? Code { get; init; }
}

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
