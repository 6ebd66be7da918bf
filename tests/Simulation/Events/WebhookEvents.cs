using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Events;

/// <summary>From now on webhooks fare otherwise.</summary>
internal sealed record WeatherChanges(TimeSpan After, Weather Weather) : WorldEvent(After)
{
    public override void Happen(World world) => world.Postman.Weather = Weather;
}

/// <summary>Somebody who does not have the secret posts a webhook.</summary>
internal sealed record WebhookIsForged(TimeSpan After) : WorldEvent(After)
{
    public override void Happen(World world)
    {
        var body = Encoding.UTF8.GetBytes(
            """{"id":1,"admin_graphql_api_id":"gid://shopify/Order/1","updated_at":"2030-01-01T00:00:00Z"}""");
        world.Postman.PostForged(new WebhookRequest(new Dictionary<string, string>
        {
            ["forged"] = "yes",
            ["X-Shopify-Topic"] = "orders/updated",
            ["X-Shopify-Hmac-Sha256"] = Convert.ToBase64String(new byte[32]),
            ["X-Shopify-Shop-Domain"] = world.Shop.Played.State.Options.Domain,
            ["X-Shopify-Webhook-Id"] = "forged",
        }, body));
    }
}
