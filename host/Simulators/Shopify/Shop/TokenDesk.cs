using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>The tokens of an app in a shop: the one that was set, and those the token endpoint gives, by client
/// credentials for a day or by a refresh token for an hour. A refresh token is replaced with each use; the one before
/// works until the new one was used.</summary>
internal sealed class TokenDesk(ShopOptions options, TimeProvider time)
{
    public const string Path = "/admin/oauth/access_token";

    private static readonly TimeSpan Day = TimeSpan.FromSeconds(86399);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> _given = [];
    private string _refresh = options.RefreshToken;
    private string _before = options.RefreshToken;

    /// <summary>How many tokens were given.</summary>
    public int Given { get; private set; }

    public bool IsGood(string? token) => token == options.AccessToken
        || (token is not null && _given.TryGetValue(token, out var until) && until > time.GetUtcNow());

    /// <summary>Makes every token that was given worthless, as when the app is installed anew.</summary>
    public void Revoke() => _given.Clear();

    public SimulatedResponse Answer(ReadOnlyMemory<byte> body)
    {
        var form = Encoding.UTF8.GetString(body.Span).Split('&').Select(pair => pair.Split('='))
            .Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        if (form.GetValueOrDefault("client_id") != options.ClientId
            || form.GetValueOrDefault("client_secret") != options.WebhookSecret)
        {
            return Refuse("invalid_client");
        }

        return form.GetValueOrDefault("grant_type") switch
        {
            "client_credentials" => Give(Day, null),
            "refresh_token" when form.GetValueOrDefault("refresh_token") is { } used
                && (used == _refresh || used == _before) => Give(Hour, Rotate(used)),
            "refresh_token" => Refuse("invalid_grant"),
            _ => Refuse("unsupported_grant_type"),
        };
    }

    private string Rotate(string used)
    {
        _before = used;
        return _refresh = string.Create(CultureInfo.InvariantCulture, $"shprt_played_{Given + 1}");
    }

    private SimulatedResponse Give(TimeSpan life, string? refresh)
    {
        Given++;
        var token = string.Create(CultureInfo.InvariantCulture, $"shpat_given_{Given}");
        _given[token] = time.GetUtcNow() + life;
        var answer = new JsonObject
        {
            ["access_token"] = token,
            ["scope"] = string.Join(',', options.Scopes ?? Scopes.All),
            ["expires_in"] = (int)life.TotalSeconds,
        };
        if (refresh is not null)
        {
            answer["refresh_token"] = refresh;
            answer["refresh_token_expires_in"] = 7_776_000;
        }

        return JsonReply.Of(200, answer);
    }

    private static SimulatedResponse Refuse(string error) =>
        JsonReply.Of(400, new JsonObject { ["error"] = error });
}
