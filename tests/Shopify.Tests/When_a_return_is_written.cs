using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_return_is_written
{
    private readonly TestShop _shop = new();
    private readonly string _order;

    public When_a_return_is_written() => _order = _shop.Order(TestShop.Line("MUG-1", 3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_return_is_approved_and_processed_as_far_as_came_back()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);

        (await WriteAsync("return", """{"status":"OPEN"}""", asked)).ShouldBeOfType<Outcome.Updated>();
        (await WriteAsync("return", """{"status":"OPEN"}""", asked)).ShouldBeOfType<Outcome.Unchanged>();
        var received = """{"processed":[{"sku":"MUG-1","quantity":1}]}""";
        (await WriteAsync("return", received, asked)).ShouldBeOfType<Outcome.Updated>();
        (await WriteAsync("return", received, asked)).ShouldBeOfType<Outcome.Unchanged>();

        Only("ReturnLineItem").GetProperty("processedQuantity").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_return_is_declined_with_a_reason_and_not_approved_after_that()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);

        await WriteAsync("return", """{"status":"DECLINED","declineReason":"FINAL_SALE"}""", asked);

        Only("Return").GetProperty("decline").GetProperty("reason").GetString().ShouldBe("FINAL_SALE");
        (await WriteAsync("return", """{"processed":[{"sku":"MUG-1","quantity":1}]}""", asked))
            .ShouldBeOfType<Outcome.Rejected>().Code.ShouldBe("INVALID_STATE");
    }

    [Fact]
    public async Task More_than_was_sent_back_is_not_processed()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);

        (await WriteAsync("return", """{"status":"OPEN","processed":[{"sku":"MUG-1","quantity":9}]}""", asked))
            .ShouldBeOfType<Outcome.Rejected>();
    }

    [Fact]
    public async Task Money_goes_back_with_the_processing_once_also_when_the_answer_is_lost()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);
        await WriteAsync("return", """{"status":"OPEN"}""", asked);
        var write = Write("return", """
            {"processed":[{"sku":"MUG-1","quantity":1}],"refund":{"shipping":"full"} }
            """, asked);
        _shop.Fail(502, "mutation", afterCommit: true);

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();
        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Unchanged>("it is not given twice");

        // A mug of 10.00 with its 8 % tax, and 5.00 for shipping.
        Only("Refund").GetProperty("totalRefundedSet").GetProperty("shopMoney").GetProperty("amount").GetString()
            .ShouldBe("15.80");
        Only("Return").GetProperty("refunds").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_return_that_was_refused_at_first_gives_no_money_back()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);
        var write = Write("return", """
            {"status":"OPEN","processed":[{"sku":"MUG-1","quantity":1}],"refund":{"amount":4}}
            """, asked);
        _shop.Fail(503, "mutation/ReturnProcess");

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));
        _shop.Records("Refund").ShouldBeEmpty();
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Updated>();

        Only("Refund").GetProperty("totalRefundedSet").GetProperty("shopMoney").GetProperty("amount").GetString()
            .ShouldBe("4.00");
    }

    [Fact]
    public async Task The_amount_of_a_refund_is_what_is_given_back_for_the_return_in_all()
    {
        await new Played(_shop).ShipAsync(_order, Cancel);
        var asked = _shop.Post(
            $"orders/{Played.NumberOf(_order)}/returns", """{"lines":[{"sku":"MUG-1","quantity":3}]}""");

        await WriteAsync("return", """
            {"status":"OPEN","processed":[{"sku":"MUG-1","quantity":1}],"refund":{"amount":10}}
            """, asked);
        await WriteAsync("return", """{"processed":[{"sku":"MUG-1","quantity":2}],"refund":{"amount":21.6}}""", asked);
        await WriteAsync("return", """{"processed":[{"sku":"MUG-1","quantity":3}],"refund":{"amount":20}}""", asked);

        _shop.Records("Refund").Select(refund => refund.GetProperty("totalRefundedSet").GetProperty("shopMoney")
            .GetProperty("amount").GetString()).ShouldBe(["10.00", "11.60"]);
        Only("ReturnLineItem").GetProperty("processedQuantity").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task More_than_was_paid_is_not_given_back_and_nothing_is_processed()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);
        await WriteAsync("return", """{"status":"OPEN"}""", asked);

        (await WriteAsync("return", """
            {"processed":[{"sku":"MUG-1","quantity":1}],"refund":{"amount":400}}
            """, asked)).ShouldBeOfType<Outcome.Rejected>().Code.ShouldBe("over-refund");

        Only("ReturnLineItem").GetProperty("processedQuantity").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_sent_in_exchange_is_processed_once_and_taken_from_the_refund()
    {
        await new Played(_shop).ShipAsync(_order, Cancel);
        _shop.Post("products", """{"sku":"CUP-1","price":"4.00"}""");
        var asked = _shop.Post($"orders/{Played.NumberOf(_order)}/returns", """
            {"lines":[{"sku":"MUG-1","quantity":1}],"exchange":[{"sku":"CUP-1","quantity":1}]}
            """);
        var write = """
            {"status":"OPEN","processed":[{"sku":"MUG-1","quantity":1}],"exchanged":[{"sku":"CUP-1","quantity":1}],
             "refund":{}}
            """;

        (await WriteAsync("return", write, asked)).ShouldBeOfType<Outcome.Updated>();
        (await WriteAsync("return", write, asked)).ShouldBeOfType<Outcome.Unchanged>();

        Only("ExchangeLineItem").GetProperty("processedQuantity").GetInt32().ShouldBe(1);
        Only("Refund").GetProperty("totalRefundedSet").GetProperty("shopMoney").GetProperty("amount").GetString()
            .ShouldBe("6.80", "10.80 for the mug less 4.00 for the cup");
        _shop.Records("FulfillmentOrder").Length.ShouldBe(2, "the cup is to be shipped");
    }

    [Fact]
    public async Task Goods_that_came_back_go_to_stock_once_and_only_where_the_record_says_so()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);
        await StockAsync(7);
        var write = Write("return", $$"""
            {"status":"OPEN","processed":[{"sku":"MUG-1","quantity":1,"disposition":"RESTOCKED",
             "location":"{{_shop.Main}}"}]}
            """, asked);
        _shop.Fail(502, "mutation/ReturnProcess", afterCommit: true);

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();
        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Unchanged>();

        Only("ReverseFulfillmentOrderDisposition").GetProperty("type").GetString().ShouldBe("RESTOCKED");
        await StandsAsync(8);
    }

    [Fact]
    public async Task Goods_of_which_nothing_is_said_stay_out_of_stock()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);
        await StockAsync(7);

        await WriteAsync("return", """{"status":"OPEN","processed":[{"sku":"MUG-1","quantity":1}]}""", asked);

        _shop.Records("ReverseFulfillmentOrderDisposition").ShouldBeEmpty();
        await StandsAsync(7);
    }

    [Theory]
    [InlineData("\"disposition\":\"SHELF\"", "'SHELF' is no disposition")]
    [InlineData("\"disposition\":\"RESTOCKED\"", "name it")]
    [InlineData("\"restock\":true", "no field restock")]
    [InlineData("\"disposition\":\"MISSING\"},{\"sku\":\"MUG-1\",\"quantity\":1", "twice")]
    public async Task A_place_that_is_none_is_refused_before_the_return_is_approved(string said, string why)
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);

        (await WriteAsync("return", $$"""
            {"status":"OPEN","processed":[{"sku":"MUG-1","quantity":1,{{said}}}]}
            """, asked)).ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain(why);

        Only("Return").GetProperty("status").GetString().ShouldBe("REQUESTED");
    }

    [Fact]
    public async Task Of_a_return_that_is_declined_nothing_is_processed()
    {
        var asked = await new Played(_shop).ReturnAsync(_order, Cancel);

        (await WriteAsync("return", """
            {"status":"DECLINED","processed":[{"sku":"MUG-1","quantity":1}]}
            """, asked)).ShouldBeOfType<Outcome.Rejected>();

        Only("Return").GetProperty("status").GetString().ShouldBe("REQUESTED");
    }

    private async Task StockAsync(int available) => (await _shop.Connector().ApplyAsync(
        new Write("inventoryLevel", await LevelAsync(available), $"stock|{available}"), Cancel))
        .ShouldBeOfType<Outcome.Updated>();

    private async Task StandsAsync(int available) => (await _shop.Connector().RecoverAsync(
        new Write("inventoryLevel", await LevelAsync(available), "look"), Cancel)).ShouldBeOfType<Recovery.Landed>();

    private async Task<Record> LevelAsync(int available) => Record.Parse($$"""
        {"inventoryItemId":"{{await _shop.ItemAsync("MUG-1")}}","locationId":"{{_shop.Main}}","available":{{available}}}
        """);

    private JsonElement Only(string type) => _shop.Records(type).ShouldHaveSingleItem();

    private Task<Outcome> WriteAsync(string entity, string record, string? id = null) =>
        _shop.Connector().ApplyAsync(Write(entity, record, id), Cancel);

    private static Write Write(string entity, string record, string? id = null) =>
        new(entity, Record.Parse(record), $"k|{record}") { Id = id };
}
