namespace IntegrationHost.Plugins.Shopify.Access;

/// <summary>The token that requests carry.</summary>
internal interface IAccessTokens
{
    /// <summary>A token that is good now.</summary>
    /// <exception cref="Client.ShopifyFault">There is none to be had.</exception>
    Task<string> CurrentAsync(CancellationToken cancel);

    /// <summary>The shop did not accept this one. True when <see cref="CurrentAsync"/> will give another.</summary>
    bool Refused(string token);
}
