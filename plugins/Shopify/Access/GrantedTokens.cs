using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Access;

/// <summary>Tokens that expire: by client credentials for a day, or by a refresh token that changes with each use.
/// Asked for early and by one caller at a time, kept in the host's state so that a restart, or another host of the
/// site, goes on with the same.</summary>
internal sealed class GrantedTokens(TokenEndpoint endpoint, ShopifyOptions options, ConnectorContext context)
    : IAccessTokens, IDisposable
{
    private const string Name = "access";
    private const int RacesMost = 5;
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _one = new(1);
    private Grant? _grant;
    private string? _refused;

    public async Task<string> CurrentAsync(CancellationToken cancel)
    {
        if (_grant is { } known && IsGood(known))
        {
            return known.AccessToken;
        }

        await _one.WaitAsync(cancel);
        try
        {
            return (_grant = _grant is { } other && IsGood(other) ? other : await NextAsync(cancel)).AccessToken;
        }
        finally
        {
            _one.Release();
        }
    }

    public bool Refused(string token)
    {
        _refused = token;
        return true;
    }

    public void Dispose() => _one.Dispose();

    private async Task<Grant> NextAsync(CancellationToken cancel)
    {
        for (var races = 0; races < RacesMost; races++)
        {
            var kept = await context.Tokens.ReadAsync(Name, cancel);
            var standing = kept is null ? null : GrantIn(kept);
            if (standing is not null && IsGood(standing))
            {
                return standing;
            }

            // The refresh token that was configured is the first of a chain: from then on the kept one counts.
            var grant = await endpoint.AskAsync(standing?.RefreshToken ?? options.RefreshToken, cancel);
            if (await context.Tokens.ReplaceAsync(Name, grant.ToText(), kept?.Version, cancel))
            {
                return grant;
            }
        }

        throw new ShopifyFault(ShopifyFaultKind.Unreachable,
            $"the token of {options.Shop} was replaced by others {RacesMost} times while it was asked for");
    }

    private bool IsGood(Grant grant) => grant.AccessToken != _refused
        && grant.ExpiresAt - Early > context.Time.GetUtcNow();

    private static Grant? GrantIn(StoredToken kept)
    {
        try
        {
            return Grant.Parse(kept.Value);
        }
        catch (RecordException)
        {
            return null; // Of an older form: another one is asked for.
        }
    }
}
