using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_refund_is_written
{
    private readonly TestShop _shop = new();
    private readonly string _order;

    // Three mugs of 10 and shipping of 5, with 8 % tax on both: 37.80.
    public When_a_refund_is_written() => _order = _shop.Order(TestShop.Line("MUG-1", 3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_shop_says_what_lines_come_to_and_the_money_goes_where_it_came_from()
    {
        (await WriteAsync("""{"lines":[{"sku":"MUG-1","quantity":2}],"note":"RMA 12"}"""))
            .ShouldBeOfType<Outcome.Created>();

        var refund = _shop.Records("Refund").ShouldHaveSingleItem();
        Total(refund).ShouldBe("21.60");
        refund.GetProperty("note").GetString()!.ShouldStartWith("RMA 12 [ihost:");
        refund.GetProperty("refundLineItems")[0].GetProperty("restockType").GetString().ShouldBe("NO_RESTOCK");
    }

    [Fact]
    public async Task The_same_write_gives_the_money_once()
    {
        var write = Write("""{"lines":[{"sku":"MUG-1","quantity":1}]}""");

        var first = (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Created>();
        var again = (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Created>();

        again.Id.ShouldBe(first.Id);
        _shop.Records("Refund").Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_answer_is_found_by_the_mark_in_the_note()
    {
        _shop.Fail(502, "mutation", afterCommit: true);
        var write = Write("""{"amount":12.5,"discrepancyReason":"CUSTOMER"}""");
        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));

        var landed = (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();

        landed.Outcome.ShouldBeOfType<Outcome.Created>();
        Total(_shop.Records("Refund").ShouldHaveSingleItem()).ShouldBe("12.50");
    }

    [Fact]
    public async Task One_that_was_never_sent_did_not_land()
    {
        _shop.Fail(503, "mutation");
        var write = Write("""{"amount":5}""");
        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));

        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Created>();
    }

    [Fact]
    public async Task Two_equal_refunds_of_two_writes_are_two()
    {
        await WriteAsync("""{"amount":5,"note":"one"}""");
        await WriteAsync("""{"amount":5,"note":"two"}""");

        _shop.Records("Refund").Select(Total).ShouldBe(["5.00", "5.00"]);
    }

    [Fact]
    public async Task Shipping_is_given_back_where_it_is_asked_for()
    {
        await WriteAsync("""{"shipping":"full"}""");

        Total(_shop.Records("Refund")[0]).ShouldBe("5.00");
    }

    [Fact]
    public async Task Store_credit_takes_nothing_from_the_payment()
    {
        await WriteAsync("""{"amount":7,"storeCredit":true}""");

        _shop.Records("OrderTransaction").Count(each => each.GetProperty("kind").GetString() == "REFUND").ShouldBe(0);
        Total(_shop.Records("Refund")[0]).ShouldBe("7.00");
    }

    [Theory]
    [InlineData("""{"lines":[{"sku":"MUG-1","quantity":4}]}""", "3 of MUG-1 left to refund, not 4")]
    [InlineData("""{"lines":[{"sku":"HAT","quantity":1}]}""", "no line HAT")]
    [InlineData("""{"amount":100}""", "37.80 left to refund, not 100")]
    [InlineData("""{"note":"nothing"}""", "lines, shipping or an amount")]
    [InlineData("""{"lines":[{"sku":"MUG-1","quantity":2},{"sku":"MUG-1","quantity":2}]}""", "twice")]
    [InlineData("""{"lines":[{"sku":"MUG-1","quantity":1,"restock":true}]}""", "no field restock")]
    [InlineData("""{"amount":100,"storeCredit":true}""", "greater than net payment")]
    [InlineData("""{"total":5}""", "no field total")]
    public async Task What_cannot_be_refunded_is_said_and_nothing_is_given(string record, string reason)
    {
        (await WriteAsync(record)).ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain(reason);

        _shop.Records("Refund").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"lines":[{"sku":"MUG-1","quantity":2}]}""", "10.80")]
    [InlineData("""{"amount":4,"currency":"EUR"}""", "4")]
    public async Task An_order_that_was_paid_in_another_currency_is_refunded_in_it(string record, string amount)
    {
        var euros = new PaidInEuros(_shop.Inner);

        (await _shop.Connector(euros).ApplyAsync(Write(record), Cancel)).ShouldBeOfType<Outcome.Created>();

        var input = euros.InputOf("RefundCreate")["input"]!;
        input["currency"]!.GetValue<string>().ShouldBe("EUR");
        input["transactions"]![0]!["amount"]!.GetValue<string>().ShouldBe(amount);
    }

    [Theory]
    [InlineData("""{"amount":4}""", "paid in EUR and the shop keeps USD")]
    [InlineData("""{"amount":4,"currency":"USD"}""", "cannot be in USD")]
    [InlineData("""{"amount":20,"currency":"EUR"}""", "18.90 left to refund, not 20")]
    public async Task An_amount_that_may_be_in_the_wrong_currency_is_not_given(string record, string reason)
    {
        (await _shop.Connector(new PaidInEuros(_shop.Inner)).ApplyAsync(Write(record), Cancel))
            .ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain(reason);

        _shop.Records("Refund").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refund_that_the_shop_refused_is_given_once_when_it_is_released()
    {
        var order = _shop.Post("orders", """{"lines":[{"sku":"MUG-1","quantity":4,"price":10}],"pending":true}""");
        await PayAsync(order, 20);
        await _shop.Connector().ApplyAsync(Write("""{"amount":15,"storeCredit":true}""", order), Cancel);
        var write = Write("""{"amount":10}""", order);
        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Rejected>()
            .Reason.ShouldContain("greater than net payment");
        await PayAsync(order, 40);

        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Created>();

        _shop.Records("Refund").Select(Total).ShouldBe(["15.00", "10.00"]);
    }

    [Fact]
    public async Task A_refund_that_is_still_being_given_is_unknown_and_not_refused()
    {
        const string running = """
            {"data":{"refundCreate":{"refund":null,"userErrors":[
              {"field":null,"message":"This request is currently in progress, please try again."}]}}}
            """;
        var shop = new AnsweringOnce(_shop.Inner, "RefundCreate", running);

        await Should.ThrowAsync<Exception>(() => _shop.Connector(shop).ApplyAsync(Write("""{"amount":5}"""), Cancel));
    }

    private Task<Outcome> WriteAsync(string record) => _shop.Connector().ApplyAsync(Write(record), Cancel);

    private async Task PayAsync(string order, int total) => (await _shop.Connector().ApplyAsync(new Write(
        "orderPayment", Record.Parse($$"""{"order":"{{order}}","total":{{total}}}"""), "pay"), Cancel))
        .ShouldBeOfType<Outcome.Created>();

    private Write Write(string record, string? order = null) => new(
        "refund", Record.Parse(record.Insert(1, $"\"order\":\"{order ?? _order}\",")), $"refund|{record}");

    private static string? Total(JsonElement refund) => refund.GetProperty("totalRefundedSet").GetProperty("shopMoney")
        .GetProperty("amount").GetString();
}
