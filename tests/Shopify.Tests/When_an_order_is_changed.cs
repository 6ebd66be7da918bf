using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_an_order_is_changed
{
    private readonly TestShop _shop = new();
    private readonly string _order;

    public When_an_order_is_changed() => _order = _shop.Order(TestShop.Line("MUG-1", 3), TestShop.Line("TEE-1", 1));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_differs_is_written_and_what_stands_is_not()
    {
        (await OrderAsync("""{"note":"from the ERP","poNumber":"PO-7","tags":["synced"]}"""))
            .ShouldBeOfType<Outcome.Updated>();
        var before = _shop.Mutations();

        (await OrderAsync("""{"note":"from the ERP","tags":["synced"]}""")).ShouldBeOfType<Outcome.Unchanged>();

        _shop.Mutations().ShouldBe(before);
        Order().GetProperty("poNumber").GetString().ShouldBe("PO-7");
    }

    [Fact]
    public async Task Tags_of_the_merchant_stay()
    {
        await OrderAsync("""{"tags":["vip"]}""");
        await OrderAsync("""{"tags":["synced"]}""");

        Order().GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["vip", "synced"]);
    }

    [Fact]
    public async Task A_field_that_cannot_change_is_said() =>
        (await OrderAsync("""{"lineItems":[]}""")).ShouldBeOfType<Outcome.Rejected>().Field.ShouldBe("lineItems");

    [Fact]
    public async Task It_is_cancelled_once_also_when_the_answer_is_lost()
    {
        _shop.Fail(502, "mutation", afterCommit: true);
        var write = Write("order", """{"cancel":{"reason":"CUSTOMER","restock":true,"refund":"original"}}""", _order);
        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));

        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();
        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Unchanged>();
        Order().GetProperty("cancelledAt").GetString().ShouldNotBeNull();
        _shop.Records("Refund").Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_cancellation_goes_on_as_a_job_and_its_end_is_waited_for()
    {
        (await OrderAsync("""{"cancel":{"restock":true}}""")).ShouldBeOfType<Outcome.Updated>();

        Order().GetProperty("cancelledAt").GetString().ShouldNotBeNull();
        _shop.Records("Job").ShouldHaveSingleItem().GetProperty("done").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_cancellation_that_is_still_under_way_is_not_asked_for_again()
    {
        // As another client does: the answer comes before the end.
        var asked = await _shop.AskAsync($$"""
            mutation { orderCancel(orderId: "{{_order}}", reason: OTHER, restock: false) { job { id done } } }
            """, "{}");
        asked.GetProperty("data").GetProperty("orderCancel").GetProperty("job").GetProperty("done").GetBoolean()
            .ShouldBeFalse();
        var before = _shop.Mutations();
        var write = Write("order", """{"cancel":{"restock":false}}""", _order);

        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();

        _shop.Mutations().ShouldBe(before);
    }

    [Fact]
    public async Task What_an_edit_adds_is_owed_and_what_it_removes_is_not_shipped()
    {
        var order = _shop.Order(TestShop.Line("TEE-1", 2)); // 2 at 10.00, 5.00 for shipping, 8 % of both: 27.00.
        var variant = _shop.Records("ProductVariant")[1].GetProperty("id").GetString();

        (await WriteAsync("orderEdit", $$"""
            {"order":"{{order}}","lines":[{"sku":"TEE-1","quantity":3}]}
            """)).ShouldBeOfType<Outcome.Updated>();
        var more = Edited(order);
        Amount(more, "totalPriceSet").ShouldBe(37.80m, "one more at 10.00 with its tax");
        Amount(more, "totalOutstandingSet").ShouldBe(10.80m);
        more.GetProperty("displayFinancialStatus").GetString().ShouldBe("PARTIALLY_PAID");

        (await WriteAsync("orderEdit", $$"""
            {"order":"{{order}}","lines":[{"sku":"TEE-1","quantity":0},{"sku":"MUG-2","quantity":1,
             "variant":"{{variant}}"}]}
            """)).ShouldBeOfType<Outcome.Updated>();
        var less = Edited(order);
        Amount(less, "currentTotalPriceSet").ShouldBe(5.40m, "the shipping is left; the mug costs nothing");
        less.GetProperty("displayFinancialStatus").GetString().ShouldBe("PAID");
        _shop.Records("FulfillmentOrderLineItem").Where(line => line.GetProperty("sku").GetString() == "TEE-1")
            .Select(line => line.GetProperty("remainingQuantity").GetInt32())
            .ShouldBe([1, 0], "the first is another order's");
    }

    [Fact]
    public async Task Whether_goods_go_back_to_stock_is_never_guessed() =>
        (await OrderAsync("""{"cancel":{"reason":"CUSTOMER"}}""")).ShouldBeOfType<Outcome.Rejected>()
            .Reason.ShouldContain("restock");

    [Fact]
    public async Task An_order_on_account_is_marked_as_paid_once()
    {
        var pending = _shop.Post("orders", """
            {"lines":[{"sku":"MUG-1","quantity":1,"price":10}],"pending":true}
            """);

        (await WriteAsync("order", """{"markAsPaid":true}""", pending)).ShouldBeOfType<Outcome.Updated>();
        (await WriteAsync("order", """{"markAsPaid":true}""", pending)).ShouldBeOfType<Outcome.Unchanged>();

        _shop.Records("OrderTransaction").Count(each => each.GetProperty("order").GetString() == pending).ShouldBe(1);
    }

    [Fact]
    public async Task A_payment_by_hand_says_the_total_and_only_what_is_missing_is_taken()
    {
        var pending = _shop.Post("orders", """
            {"lines":[{"sku":"MUG-1","quantity":1,"price":100}],"pending":true}
            """);

        (await PayAsync(40)).ShouldBeOfType<Outcome.Created>();
        (await PayAsync(40)).ShouldBeOfType<Outcome.Unchanged>("the same part is not paid twice");
        (await PayAsync(100)).ShouldBeOfType<Outcome.Created>();

        Amounts(pending).ShouldBe([40m, 60m]);

        Task<Outcome> PayAsync(decimal total) => WriteAsync(
            "orderPayment", JsonSerializer.Serialize(new { order = pending, total, method = "Bank transfer" }));
    }

    [Fact]
    public async Task An_authorization_is_captured_in_parts_and_no_part_twice()
    {
        var authorized = _shop.Post("orders", """
            {"lines":[{"sku":"MUG-1","quantity":1,"price":100}],"authorized":true}
            """);
        _shop.Fail(502, "mutation/OrderCapture", afterCommit: true);
        var first = Write("orderCapture", JsonSerializer.Serialize(new { order = authorized, total = 30 }));

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(first, Cancel));
        (await _shop.Connector().RecoverAsync(first, Cancel)).ShouldBeOfType<Recovery.Landed>();
        (await WriteAsync("orderCapture", JsonSerializer.Serialize(new { order = authorized, total = 100 })))
            .ShouldBeOfType<Outcome.Created>();
        (await WriteAsync("orderCapture", JsonSerializer.Serialize(new { order = authorized, total = 120 })))
            .ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain("more than the authorized");

        Amounts(authorized).ShouldBe([100m, 30m, 70m], "the authorization, then its captures");
    }

    [Theory]
    [InlineData("orderCapture", "OrderCapture", true)]
    [InlineData("orderPayment", "OrderManualPayment", false)]
    public async Task Money_of_an_order_in_another_currency_is_taken_in_that_and_only_where_the_record_says_so(
        string entity, string operation, bool authorized)
    {
        var order = _shop.Post("orders", $$"""
            {"lines":[{"sku":"MUG-1","quantity":4,"price":25}],"{{(authorized ? "authorized" : "pending")}}":true}
            """);
        var euros = new PaidInEuros(_shop.Inner);

        await _shop.Connector(euros).ApplyAsync(
            Write(entity, JsonSerializer.Serialize(new { order, total = 30, currency = "EUR" })), Cancel);
        (await _shop.Connector(new PaidInEuros(_shop.Inner)).ApplyAsync(
            Write(entity, JsonSerializer.Serialize(new { order, total = 40 })), Cancel))
            .ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain("paid in EUR and the shop keeps USD");

        var asked = euros.InputOf(operation).ToJsonString();
        asked.ShouldMatch("\"amount\":\"30(\\.00)?\"");
        asked.ShouldContain("\"EUR\"");
    }

    [Fact]
    public async Task Lines_are_edited_to_the_quantities_that_are_to_stand()
    {
        var edit = $$"""
            {"order":"{{_order}}","lines":[{"sku":"MUG-1","quantity":1},{"sku":"MUG-2","quantity":2,
             "variant":"{{_shop.Records("ProductVariant")[1].GetProperty("id").GetString()}}"}]}
            """;

        (await WriteAsync("orderEdit", edit)).ShouldBeOfType<Outcome.Updated>();
        var before = _shop.Mutations();
        (await WriteAsync("orderEdit", edit)).ShouldBeOfType<Outcome.Unchanged>();

        _shop.Mutations().ShouldBe(before);
        Order().GetProperty("lineItems").EnumerateArray().Select(line => line.GetProperty("currentQuantity").GetInt32())
            .ShouldBe([1, 1, 2]);
    }

    [Fact]
    public async Task A_variant_whose_SKU_is_another_than_the_record_says_is_added_once()
    {
        var edit = $$"""
            {"order":"{{_order}}","lines":[{"sku":"A-MUG","quantity":2,
             "variant":"{{_shop.Records("ProductVariant")[1].GetProperty("id").GetString()}}"}]}
            """;

        (await WriteAsync("orderEdit", edit)).ShouldBeOfType<Outcome.Updated>();
        (await WriteAsync("orderEdit", edit)).ShouldBeOfType<Outcome.Unchanged>();

        Order().GetProperty("lineItems").EnumerateArray().Sum(line => line.GetProperty("currentQuantity").GetInt32())
            .ShouldBe(6, "four were bought, and two are added");
    }

    [Fact]
    public async Task A_line_that_is_named_twice_is_not_edited() => (await WriteAsync("orderEdit", $$"""
        {"order":"{{_order}}","lines":[{"sku":"MUG-1","quantity":1},{"sku":"MUG-1","quantity":2}]}
        """)).ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain("names MUG-1 twice");

    [Fact]
    public async Task An_edit_whose_commit_was_lost_is_found_by_the_quantities()
    {
        _shop.Fail(502, "mutation/OrderEditCommit", afterCommit: true);
        var edit = Write("orderEdit", $$"""{"order":"{{_order}}","lines":[{"sku":"MUG-1","quantity":2}]}""");

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(edit, Cancel));

        (await _shop.Connector().RecoverAsync(edit, Cancel)).ShouldBeOfType<Recovery.Landed>();
    }

    [Fact]
    public async Task An_edit_that_broke_off_before_its_commit_changed_nothing_and_is_made_anew()
    {
        _shop.Fail(502, "mutation/OrderEditSetQuantity");
        var edit = Write("orderEdit", $$"""{"order":"{{_order}}","lines":[{"sku":"MUG-1","quantity":2}]}""");

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(edit, Cancel));

        (await _shop.Connector().RecoverAsync(edit, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await _shop.Connector().ApplyAsync(edit, Cancel)).ShouldBeOfType<Outcome.Updated>();
    }

    private decimal[] Amounts(string order) => [.. _shop.Records("OrderTransaction")
        .Where(each => each.GetProperty("order").GetString() == order)
        .Select(each => decimal.Parse(
            each.GetProperty("amountSet").GetProperty("shopMoney").GetProperty("amount").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture))];

    private JsonElement Edited(string order) =>
        _shop.Records("Order").Single(each => each.GetProperty("id").GetString() == order);

    private static decimal Amount(JsonElement order, string field) => decimal.Parse(
        order.GetProperty(field).GetProperty("shopMoney").GetProperty("amount").GetString()!,
        System.Globalization.CultureInfo.InvariantCulture);

    private JsonElement Order() => _shop.Records("Order")[0];

    private Task<Outcome> OrderAsync(string record) => WriteAsync("order", record, _order);

    private Task<Outcome> WriteAsync(string entity, string record, string? id = null) =>
        _shop.Connector().ApplyAsync(Write(entity, record, id), Cancel);

    private static Write Write(string entity, string record, string? id = null) =>
        new(entity, Record.Parse(record), $"k|{record}") { Id = id };
}
