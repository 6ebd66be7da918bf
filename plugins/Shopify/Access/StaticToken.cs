namespace IntegrationHost.Plugins.Shopify.Access;

/// <summary>A token that was set and does not expire.</summary>
internal sealed class StaticToken(string token) : IAccessTokens
{
    public Task<string> CurrentAsync(CancellationToken cancel) => Task.FromResult(token);

    public bool Refused(string refused) => false;
}
