using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Control;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Shop;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.Shopify;

/// <summary>What waits to be posted, before the pump takes it.</summary>
public sealed class The_order_of_webhooks
{
    private const string Domain = "us-shop.myshopify.com";

    private readonly ShopifySimulator _simulator = new(
        [new ShopOptions(Domain, "t", "s", "USD")],
        new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));

    public The_order_of_webhooks()
    {
        _simulator.Find(Domain)!.State.Add("WebhookSubscription", new JsonObject
        {
            ["topic"] = "ORDERS_CREATE", ["uri"] = "http://127.0.0.1/hook",
        });
        Control("locations", """{"name":"Main"}""");
        Control("products", """{"sku":"MUG"}""");
    }

    [Fact]
    public void They_wait_in_the_order_in_which_they_were_made()
    {
        var made = new[] { Place(), Place(), Place(), Place() };

        Waiting().ShouldBe(made);
    }

    [Fact]
    public void The_later_of_two_goes_out_first_where_the_control_asks_for_it()
    {
        Control("webhooks", """{"reorder":true}""");
        var made = new[] { Place(), Place(), Place(), Place() };

        Waiting().ShouldBe([made[1], made[0], made[3], made[2]]);
    }

    private string[] Waiting()
    {
        var ids = new List<string>();
        while (_simulator.Find(Domain)!.Webhooks.Waiting.TryRead(out var delivery))
        {
            ids.Add(JsonNode.Parse(delivery.Body)!["admin_graphql_api_id"]!.GetValue<string>());
        }

        return [.. ids];
    }

    private string Place() =>
        Control("orders", """{"lines":[{"sku":"MUG","quantity":1,"price":12.5}]}""")["id"]!.GetValue<string>();

    private JsonNode Control(string path, string body) => JsonNode.Parse(new ShopifyControl(_simulator).Handle(
        new SimulatedRequest("POST", new Uri($"http://127.0.0.1/control/shopify/{Domain}/{path}"),
            new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body))).Body.Span)!;
}
