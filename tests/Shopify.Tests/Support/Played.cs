using IntegrationHost.Connectors;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>Makes something change in a played shop, of any entity; answers its id.</summary>
internal sealed class Played(TestShop shop)
{
    public async Task<string> ChangeAsync(string entity, int number, CancellationToken cancel) => entity switch
    {
        "order" => shop.Order(TestShop.Line("MUG-1", number)),
        "customer" => shop.Post(
            "customers", $$"""{"firstName":"Ada","email":"ada-{{number}}@example.com"}"""),
        "transaction" => After(shop.Order(TestShop.Line("MUG-1", number)), "OrderTransaction"),
        "fulfillmentOrder" => After(shop.Order(TestShop.Line("MUG-1", number)), "FulfillmentOrder"),
        "refund" => Refund(shop.Order(TestShop.Line("MUG-1", number))),
        "fulfillment" => await ShipAsync(shop.Order(TestShop.Line("MUG-1", number)), cancel),
        "return" => await ReturnAsync(shop.Order(TestShop.Line("MUG-1", number)), cancel),
        "product" => shop.Post("products", $$"""{"sku":"NEW-{{number}}"}"""),
        "variant" => After(shop.Post("products", $$"""{"sku":"NEW-{{number}}"}"""), "ProductVariant"),
        "inventoryLevel" => await StockAsync(number, cancel),
        "location" => shop.Post("locations", $$"""{"name":"Place {{number}}"}"""),
        "company" => shop.Post("companies", $$"""{"name":"Company {{number}}"}"""),
        "companyLocation" => After(
            shop.Post("companies", $$"""{"name":"Company {{number}}"}"""), "CompanyLocation"),
        "payout" => shop.Post("payouts", $$"""{"amount":{{number}}}"""),
        "balanceTransaction" => After(
            shop.Post("payouts", $$"""{"amount":{{number}}}"""), "ShopifyPaymentsBalanceTransaction"),
        _ => throw new ArgumentOutOfRangeException(nameof(entity), entity, "cannot be played"),
    };

    /// <summary>Ships all that is left of an order; answers the fulfilment's id.</summary>
    public async Task<string> ShipAsync(string order, CancellationToken cancel)
    {
        var write = new Write("fulfillment", Record.Parse($$"""{"order":"{{order}}"}"""), $"ship|{order}");
        return (await shop.Connector().ApplyAsync(write, cancel)).ShouldBeOfType<Outcome.Created>().Id;
    }

    public string Refund(string order, string sku = "MUG-1") => shop.Post(
        $"orders/{NumberOf(order)}/refunds", $$"""{"lines":[{"sku":"{{sku}}","quantity":1}]}""");

    public async Task<string> ReturnAsync(string order, CancellationToken cancel)
    {
        await ShipAsync(order, cancel);
        return shop.Post(
            $"orders/{NumberOf(order)}/returns", """{"lines":[{"sku":"MUG-1","quantity":1}]}""");
    }

    public static string NumberOf(string id) => id.Split('/')[^1];

    private async Task<string> StockAsync(int number, CancellationToken cancel)
    {
        var item = await shop.ItemAsync(number % 2 == 0 ? "MUG-1" : "MUG-2");
        var level = new Record
        {
            ["inventoryItemId"] = item, ["locationId"] = shop.Main, ["available"] = 10 + number,
        };
        var write = new Write("inventoryLevel", Record.Parse(level.ToUtf8()), $"stock|{number}");
        return (await shop.Connector().ApplyAsync(write, cancel)).ShouldBeOfType<Outcome.Updated>().Id;
    }

    private string After(string made, string type)
    {
        made.ShouldNotBeEmpty();
        return shop.Records(type)[^1].GetProperty("id").GetString()!;
    }
}
