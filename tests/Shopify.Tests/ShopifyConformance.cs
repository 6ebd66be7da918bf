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
    private readonly Dictionary<(string Use, int Number), string> _made = [];

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
        "orderEdit" => Record.Parse($$"""
            {"order":"{{OrderOf("edit", number)}}","lines":[{"sku":"MUG-1","quantity":1}]}
            """),
        "orderCapture" => Record.Parse($$"""{"order":"{{OrderOf("authorized", number)}}","total":5}"""),
        "orderPayment" => Record.Parse($$"""{"order":"{{OrderOf("pending", number)}}","total":5}"""),
        "refund" => Record.Parse($$"""{"order":"{{OrderOf("refund", number)}}","amount":5}"""),
        "product" => Record.Parse($$"""{"handle":"thing-{{number}}","title":"Thing {{number}}"}"""),
        "company" => Record.Parse($$"""{"name":"Acme","externalId":"A-{{number}}"}"""),
        "companyLocation" => Record.Parse($$"""
            {"company":"{{_shop.Post("companies", """{"name":"Acme"}""")}}","name":"HQ","externalId":"L-{{number}}"}
            """),
        "companyContact" => Record.Parse($$"""
            {"company":"{{Acme()}}","email":"wile-{{number}}@example.com","firstName":"Wile",
             "roles":[{"location":"{{_shop.Records("CompanyLocation")[0].GetProperty("id").GetString()}}",
                       "role":"Ordering only"}]}
            """),
        "bundle" => Record.Parse($$"""
            {"variant":"{{Variant(0)}}","components":[{"variant":"{{Variant(1)}}","quantity":{{number + 1}}}]}
            """),
        "fulfillmentEvent" => Record.Parse($$"""
            {"fulfillment":"{{Shipped()}}","status":"DELIVERED","happenedAt":"2026-11-24T10:0{{number}}:00Z"}
            """),
        "metafield" => Record.Parse($$"""
            {"owner":"{{OrderOf("metafield", 0)}}","namespace":"erp","key":"k{{number}}","value":"v"}
            """),
        "tags" => Record.Parse($$"""{"owner":"{{OrderOf("tags", 0)}}","add":["t{{number}}"]}"""),
        "priceListPrice" => Record.Parse($$"""
            {"priceList":"{{_shop.Post("priceLists", """{"name":"Wholesale"}""")}}","price":{{number}},"currency":"USD",
             "variant":"{{_shop.Records("ProductVariant")[0].GetProperty("id").GetString()}}"}
            """),
        "customer" => new Record
        {
            ["email"] = $"grace-{number}@example.com",
            ["firstName"] = "Grace",
            ["addresses"] = new[] { new Record { ["address1"] = "1 Main St", ["countryCode"] = "US" } },
        },
        _ => throw new ArgumentOutOfRangeException(nameof(entity), entity, "is not written"),
    };

    protected override Record BadRecord(string entity) => entity switch
    {
        "inventoryLevel" => Level("gid://shopify/InventoryItem/404", 1),
        "customer" => new Record { ["email"] = "nobody" },
        "companyContact" => Record.Parse("""{"company":"gid://shopify/Company/404","email":"a@example.com"}"""),
        "bundle" => Record.Parse("""{"variant":"gid://shopify/ProductVariant/404","components":[]}"""),
        _ => new Record { ["order"] = "gid://shopify/Order/404" },
    };

    protected override Task<string> ChangeSourceAsync(string entity, int number, CancellationToken cancel)
    {
        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        return new Played(_shop).ChangeAsync(entity, number, cancel);
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
            case "inventoryItem" or "variant":
                return ("sku", "MUG-2");
            case "product":
                return ("handle", "mug-2");
            case "company" or "companyLocation":
                _shop.Post("companies", $$"""
                    {"name":"Acme","externalId":"42-{{entity}}","locationExternalId":"42-{{entity}}"}
                    """);
                return ("externalId", $"42-{entity}");
            default:
                return ("name", "East");
        }
    }

    protected override void Throttle(string entity) => _shop.Fail(429, times: 1000);

    // An edit stands with its commit: what is lost before is not in doubt.
    protected override void LoseNextAnswer(string entity) => _shop.Fail(
        502, entity == "orderEdit" ? "mutation/OrderEditCommit" : "mutation", afterCommit: true,
        // A stock level is asked again under its key: what is lost are the answers to the repeats, too.
        times: entity == "inventoryLevel" ? 4 : 1);

    private string OrderOf(string use, int number)
    {
        if (!_made.TryGetValue((use, number), out var order))
        {
            order = _shop.Post("orders", $$"""
                {"lines":[{"sku":"MUG-1","quantity":3,"price":10}],"authorized":{{Is(use, "authorized")}},
                 "pending":{{Is(use, "pending")}}}
                """);
            _made.Add((use, number), order);
        }

        return order;

        static string Is(string use, string wanted) => use == wanted ? "true" : "false";
    }

    private string Acme()
    {
        if (!_made.TryGetValue(("company", 0), out var company))
        {
            _made.Add(("company", 0), company = _shop.Post("companies", """{"name":"Acme"}"""));
        }

        return company;
    }

    private string Variant(int at) => _shop.Records("ProductVariant")[at].GetProperty("id").GetString()!;

    private string Shipped()
    {
        if (!_made.TryGetValue(("shipped", 0), out var fulfillment))
        {
            fulfillment = new Played(_shop).ShipAsync(OrderOf("shipped", 1), TestContext.Current.CancellationToken)
                .GetAwaiter().GetResult();
            _made.Add(("shipped", 0), fulfillment);
        }

        return fulfillment;
    }

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
