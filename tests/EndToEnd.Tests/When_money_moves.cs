using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

/// <summary>The flows of the site that move money and prices, through both simulators: to the cent, once, also when an
/// answer is lost.</summary>
public sealed class When_money_moves
{
    private const int Placed = 12; // In two shops, of which the site has one.
    private const int OfTheShop = Placed / 2;

    [Fact]
    public async Task A_payment_is_one_deposit_and_a_refund_one_document_by_what_is_billed()
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        await playground.PostAsync("demo/seed", new { customers = 6, products = 10 });
        using var site = await TestSite.NewAsync(place, playground.Said, "us-payments", "us-refunds");
        await LoseAnswerAsync(playground, "customerDeposit", 2);
        await using var host = await site.RunAsync();

        await playground.PostAsync("demo/orders", new { count = Placed });
        await Until.TrueAsync("all payments were written",
            async () => await site.CountAsync("us-payments", "written") == OfTheShop);

        var orders = await RecordsAsync(playground, "salesOrder");
        var deposits = await RecordsAsync(playground, "customerDeposit");
        orders.Length.ShouldBe(OfTheShop);
        deposits.Select(ExternalIdOf).Distinct().Count().ShouldBe(OfTheShop);
        deposits.Length.ShouldBe(OfTheShop, "no deposit twice, although two answers were lost");
        deposits.Sum(deposit => Amount(deposit, "payment")).ShouldBe(orders.Sum(order => Amount(order, "total")));

        await BillAsync(playground, orders[0], "invoice");
        await BillAsync(playground, orders[1], "cashSale");
        await LoseAnswerAsync(playground, "creditMemo", 1);
        await LoseAnswerAsync(playground, "cashRefund", 1);
        var refunded = await RefundFirstLineAsync(playground, orders[0])
            + await RefundFirstLineAsync(playground, orders[1]);
        await RefundFirstLineAsync(playground, orders[2]);
        await Until.TrueAsync("the refunds were written",
            async () => await site.CountAsync("us-refunds", "written") == 2
                && await site.CountAsync("us-refunds", "refused") == 1);

        var memo = (await RecordsAsync(playground, "creditMemo")).ShouldHaveSingleItem();
        var cash = (await RecordsAsync(playground, "cashRefund")).ShouldHaveSingleItem();
        (Amount(memo, "total") + Amount(cash, "total")).ShouldBe(refunded);
        (await Ihost.RunAsync(place, "problems", "--site", "site")).Out.ShouldContain("not billed in NetSuite");
    }

    [Fact]
    public async Task Prices_that_changed_while_nobody_looked_go_to_the_shop_once_each()
    {
        const int Products = 60;
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        await playground.PostAsync("demo/seed", new { customers = 2, products = Products });
        using var site = await TestSite.NewAsync(place, playground.Said, "us-prices");
        await using (var host = await site.RunAsync())
        {
            await Until.TrueAsync("all prices were looked at",
                async () => await site.CountAsync("us-prices", "written") == Products);
            (await host.TerminateAsync()).Code.ShouldBe(0);
        }

        // While nobody looks: one poll finds them all.
        var before = await MutationsAsync(playground);
        for (var product = 1; product <= Products; product++)
        {
            await playground.PostAsync("netsuite/items", new { itemId = $"SKU-{product:D4}", price = 100 + product });
        }

        await using var again = await site.RunAsync();
        await Until.TrueAsync("all prices stand in the shop", async () =>
        {
            var variants = await playground.GetAsync($"shopify/{Playground.Shop}/records/ProductVariant");
            return variants.AsArray().Count(variant => IsPriceOf(variant!)) == Products;
        });
        (await MutationsAsync(playground) - before).ShouldBeLessThanOrEqualTo(Products, "no price is sent twice");
    }

    private static bool IsPriceOf(JsonNode variant) =>
        variant["sku"]?.GetValue<string>() is { } sku && sku.StartsWith("SKU-", StringComparison.Ordinal)
        && decimal.Parse(variant["price"]!.ToString(), CultureInfo.InvariantCulture)
            == 100 + int.Parse(sku[4..], CultureInfo.InvariantCulture);

    private static async Task<int> MutationsAsync(Playground playground) =>
        (await playground.GetAsync($"shopify/{Playground.Shop}/summary"))["mutations"]!.GetValue<int>();

    private static async Task<JsonNode[]> RecordsAsync(Playground playground, string type) =>
        [.. (await playground.GetAsync($"netsuite/records/{type}")).AsArray().Select(record => record!)];

    // What was asked for is done, and the answer says something else.
    private static Task LoseAnswerAsync(Playground playground, string path, int count) => playground.PostAsync(
        "netsuite/faults", new { path, status = 502, afterCommit = true, count, method = "POST" });

    private static Task BillAsync(Playground playground, JsonNode order, string to) => playground.PostAsync(
        "netsuite/transform", new { from = "salesOrder", externalId = ExternalIdOf(order), to });

    private static async Task<decimal> RefundFirstLineAsync(Playground playground, JsonNode salesOrder)
    {
        var id = ExternalIdOf(salesOrder).Split('-')[^1];
        var order = await playground.GetAsync($"shopify/{Playground.Shop}/orders/{id}");
        var lines = (await playground.GetAsync($"shopify/{Playground.Shop}/records/LineItem")).AsArray();
        var first = order["lineItems"]![0]!;
        var sku = (first["sku"] ?? lines.First(line => line!["id"]!.ToString() == first.ToString())!["sku"])!;
        var refund = await playground.PostAsync($"shopify/{Playground.Shop}/orders/{id}/refunds",
            new { lines = new[] { new { sku = sku.GetValue<string>(), quantity = 1 } } });
        var stands = await RefundAsync(playground, refund["id"]!.GetValue<string>());
        return Amount(stands["totalRefundedSet"]!["shopMoney"]!, "amount");
    }

    private static async Task<JsonNode> RefundAsync(Playground playground, string id) =>
        (await playground.GetAsync($"shopify/{Playground.Shop}/records/Refund")).AsArray()
            .Single(refund => refund!["id"]!.GetValue<string>() == id)!;

    private static string ExternalIdOf(JsonNode record) => record["externalId"]!.GetValue<string>();

    private static decimal Amount(JsonNode record, string field) =>
        decimal.Parse(record[field]!.ToString(), CultureInfo.InvariantCulture);
}
