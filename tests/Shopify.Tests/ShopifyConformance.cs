using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.TestKit;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class ShopifyConformance : ConnectorConformance
{
    private readonly TestShop _shop = new();
    private readonly Dictionary<int, string> _orders = [];

    protected override ConnectorPlugin Plugin => new ShopifyPlugin();

    protected override object Options => TestShop.Options;

    protected override HttpMessageHandler Handler => _shop.Inner;

    protected override TimeProvider Time => _shop.Time;

    protected override string PluginFolder => typeof(ShopifyConformance).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "PluginFolder").Value!;

    protected override Record NewRecord(string entity, int number) => entity switch
    {
        "inventoryLevel" => Level(_shop.ItemAsync("MUG-1").GetAwaiter().GetResult(), 100 + number),
        "fulfillment" => Parcel(number),
        _ => throw new ArgumentOutOfRangeException(nameof(entity), entity, "is not written"),
    };

    protected override Record BadRecord(string entity) => entity switch
    {
        "inventoryLevel" => Level("gid://shopify/InventoryItem/404", 1),
        _ => new Record { ["order"] = "gid://shopify/Order/404" },
    };

    protected override Task<string> ChangeSourceAsync(string entity, int number, CancellationToken cancel)
    {
        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(entity == "order"
            ? _shop.Order(TestShop.Line("MUG-1", number))
            : _shop.Post("customers", $$"""{"firstName":"Ada","email":"ada-{{number}}@example.com"}"""));
    }

    protected override WebhookRequest Webhook()
    {
        var body = Encoding.UTF8.GetBytes("""
            {"id":5000000000100,"admin_graphql_api_id":"gid://shopify/Order/5000000000100","name":"#1001",
             "updated_at":"2026-11-24T07:00:00-05:00"}
            """);
        return Signed.With(TestShop.Secret, body);
    }

    protected override (string Field, string Value) Findable(string entity)
    {
        switch (entity)
        {
            case "order":
                _shop.Order(TestShop.Line("MUG-1", 1));
                return ("name", "#1001");
            case "customer":
                _shop.Post("customers", """{"firstName":"Ada","email":"ada@example.com"}""");
                return ("email", "ada@example.com");
            case "inventoryItem":
                return ("sku", "MUG-2");
            default:
                return ("name", "East");
        }
    }

    protected override void Throttle(string entity) => _shop.Fail(429, times: 1000);

    protected override void LoseNextAnswer(string entity) => _shop.Fail(502, "mutation", afterCommit: true);

    private Record Level(string item, int available) => new()
    {
        ["inventoryItemId"] = item,
        ["locationId"] = _shop.Main,
        ["available"] = available,
    };

    private Record Parcel(int number)
    {
        if (!_orders.TryGetValue(number, out var order))
        {
            _orders.Add(number, order = _shop.Order(TestShop.Line("MUG-1", 2), TestShop.Line("TEE-1", 1)));
        }

        return new Record
        {
            ["order"] = order,
            ["lines"] = new[] { new Record { ["sku"] = "MUG-1", ["quantity"] = 2 } },
            ["tracking"] = new Record { ["company"] = "UPS", ["numbers"] = new[] { $"1Z{number}" } },
        };
    }
}
