namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>One shop.</summary>
/// <param name="Domain">For example <c>us-shop.myshopify.com</c>.</param>
/// <param name="AccessToken">What clients send.</param>
/// <param name="WebhookSecret">The app's client secret: what webhooks are signed with.</param>
/// <param name="Currency">ISO code.</param>
public sealed record ShopOptions(string Domain, string AccessToken, string WebhookSecret, string Currency)
{
    /// <summary>IANA time zone.</summary>
    public string TimeZone { get; init; } = "America/New_York";

    /// <summary>Cost points that come back in a second.</summary>
    public double RestorePerSecond { get; init; } = 1000;

    /// <summary>Cost points the bucket holds.</summary>
    public double BucketPoints { get; init; } = 20000;

    /// <summary>The app's client id, for the token endpoint.</summary>
    public string ClientId { get; init; } = "played-client-id";

    /// <summary>The app's first refresh token, for tokens that expire within the hour.</summary>
    public string RefreshToken { get; init; } = "shprt_played";

    /// <summary>What the app was granted; null for everything that is played.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}
