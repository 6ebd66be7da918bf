using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators;

/// <summary>What is played.</summary>
public sealed record SimulationOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The shops.</summary>
    public IReadOnlyList<ShopOptions> Shops { get; init; } =
    [
        new("us-shop.myshopify.com", "shpat_us_0123456789", "us-webhook-secret", "USD"),
        new("eu-shop.myshopify.com", "shpat_eu_0123456789", "eu-webhook-secret", "EUR") { TimeZone = "Europe/Berlin" },
    ];

    /// <summary>The NetSuite account.</summary>
    public NetSuiteAccountOptions NetSuite { get; init; } = new()
    {
        Account = "TSTDRV1234567",
        ConsumerKey = "played-consumer-key",
        ConsumerSecret = "played-consumer-secret",
        TokenId = "played-token-id",
        TokenSecret = "played-token-secret",
        ClientId = "played-client-id",
        CertificateId = "played-certificate-id",
        ConcurrencyLimit = 25,
    };
}
