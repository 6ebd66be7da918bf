using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>Webhooks as a shop signs them.</summary>
internal static class Signed
{
    public static WebhookRequest With(
        string secret, byte[] body, string topic = "orders/updated", string shop = TestShop.Domain) =>
        new(
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-Shopify-Topic"] = topic,
                ["X-Shopify-Shop-Domain"] = shop,
                ["X-Shopify-Webhook-Id"] = "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
                ["X-Shopify-Hmac-Sha256"] =
                    Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)),
            },
            body);
}
