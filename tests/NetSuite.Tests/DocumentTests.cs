using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>Documents against the played account: made once, never larger than they were asked for.</summary>
public sealed class DocumentTests
{
    private readonly TestAccount _account = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transform_whose_answer_is_lost_leaves_exactly_one_fulfilment()
    {
        var order = _account.AddOrder("SHPFY-us-1");
        var write = Write("itemFulfillment",
            $$"""{"externalId":"SHPFY-f-1","createdFrom":{"id":"{{order}}"},"shipStatus":{"id":"C"} }""");
        _account.LoseAnswer("POST", "!transform");

        await Should.ThrowAsync<NetSuiteException>(() => ApplyAsync(write));
        var recovery = await _account.Connector().RecoverAsync(write, _cancel);
        // A host that forgot to ask, and writes again.
        var again = await ApplyAsync(write);

        recovery.ShouldBeOfType<Recovery.Landed>();
        again.ShouldBeOfType<Outcome.Unchanged>();
        _account.Records("itemFulfillment").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("customerDeposit", """ "customer":{"id":"CUSTOMER"},"payment":10 """)]
    [InlineData("creditMemo", """ "entity":{"id":"CUSTOMER"},"item":{"items":[{"item":{"id":"ITEM"},"rate":3}]} """)]
    [InlineData("cashRefund", """ "entity":{"id":"CUSTOMER"},"item":{"items":[{"item":{"id":"ITEM"},"rate":3}]} """)]
    public async Task Money_whose_answer_is_lost_is_booked_exactly_once(string entity, string fields)
    {
        var json = fields.Replace("CUSTOMER", _account.Customer, StringComparison.Ordinal)
            .Replace("ITEM", _account.Item, StringComparison.Ordinal);
        var write = Write(entity, $$"""{"externalId":"SHPFY-m-1",{{json}}}""");
        _account.LoseAnswer("POST", $"/record/v1/{entity}");

        await Should.ThrowAsync<NetSuiteException>(() => ApplyAsync(write));
        (await _account.Connector().RecoverAsync(write, _cancel)).ShouldBeOfType<Recovery.Landed>();
        (await ApplyAsync(write)).ShouldBeOfType<Outcome.Created>();

        _account.Records(entity).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_refund_of_one_line_gives_back_that_line_and_not_the_whole_sale()
    {
        var other = _account.Save("serviceSaleItem", Record.Parse("""{"externalId":"S-1","itemId":"WRAP"}"""));
        var sale = _account.Save("cashSale", Record.Parse($$"""
            {"externalId":"SHPFY-cs-1","entity":{"id":"{{_account.Customer}}"},"item":{"items":[
             {"item":{"id":"{{_account.Item}}"},"quantity":3,"rate":10},{"item":{"id":"{{other}}"},"rate":4}]} }
            """));

        await ApplyAsync(Write("cashRefund", $$"""
            {"externalId":"SHPFY-r-1","createdFrom":{"id":"{{sale}}"},
             "item":{"items":[{"item":{"id":"{{_account.Item}}"},"quantity":1}]} }
            """));

        var refund = (await _account.Connector().ReadAsync(
            "cashRefund", [Only("cashRefund")], _cancel)).ShouldHaveSingleItem().Record;
        refund.Money("total").ShouldBe(10m);
        refund.Text("createdFrom.id").ShouldBe(sale);
        refund.Text("createdFrom.type").ShouldBe("cashSale");
        refund.List("item.items").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_line_that_could_be_two_of_the_source_is_rejected_before_anything_is_sent()
    {
        var sale = _account.Save("cashSale", Record.Parse($$"""
            {"externalId":"SHPFY-cs-1","entity":{"id":"{{_account.Customer}}"},"item":{"items":[
             {"item":{"id":"{{_account.Item}}"},"rate":10},{"item":{"id":"{{_account.Item}}"},"rate":4}]} }
            """));

        (await ApplyAsync(Write("cashRefund", $$"""
            {"externalId":"SHPFY-r-1","createdFrom":{"id":"{{sale}}","type":"cashSale"},
             "item":{"items":[{"item":{"id":"{{_account.Item}}"},"quantity":1}]} }
            """))).ShouldBeOfType<Outcome.Rejected>().Field.ShouldBe("item.items[0].orderLine");
    }

    [Fact]
    public async Task A_deposit_pays_an_invoice_and_what_is_left_is_told()
    {
        var order = _account.AddOrder("SHPFY-us-1");
        var deposit = _account.Save("customerDeposit", Record.Parse($$"""
            {"externalId":"SHPFY-d-1","customer":{"id":"{{_account.Customer}}"},
             "salesOrder":{"id":"{{order}}"},"payment":25}
            """));
        var invoice = _account.Save("invoice", Record.Parse(
            $$"""{"externalId":"SHPFY-i-1","createdFrom":{"id":"{{order}}"} }"""));
        _account.Save("depositApplication", Record.Parse($$"""
            {"externalId":"SHPFY-da-1","deposit":{"id":"{{deposit}}"},
             "apply":{"items":[{"doc":{"id":"{{invoice}}"},"apply":true,"amount":10}]} }
            """));

        var connector = _account.Connector();
        var paid = (await connector.ReadAsync("invoice", [invoice], _cancel)).Single().Record;
        var used = (await connector.ReadAsync("customerDeposit", [deposit], _cancel)).Single().Record;
        var billed = await connector.FindAsync("invoice", "createdFrom", [order], _cancel);

        paid.Text("status").ShouldBe("B");
        used.Text("salesOrder.id").ShouldBe(order);
        used.Money("amountRemaining").ShouldBe(15m);
        billed.ShouldHaveSingleItem().Id.ShouldBe(invoice);
    }

    [Fact]
    public async Task An_account_with_several_locations_gets_every_line_of_a_parcel_at_the_place_of_its_order()
    {
        var order = _account.Save("salesOrder", Record.Parse($$"""
            {"externalId":"SHPFY-us-1","entity":{"id":"{{_account.Customer}}"},
             "location":{"id":"{{_account.Location}}"},
             "item":{"items":[{"item":{"id":"{{_account.Item}}"},"quantity":2,"rate":10}]} }
            """));
        _account.Post("settings", """{"requiresLocations":true}""");

        (await ApplyAsync(Write("itemFulfillment", $$"""
            {"externalId":"SHPFY-f-1","createdFrom":{"id":"{{order}}"},
             "item":{"items":[{"item":{"id":"{{_account.Item}}"},"quantity":1}]} }
            """))).ShouldBeOfType<Outcome.Created>();

        var stock = (await _account.Connector().ReadAsync(
            "aggregateItemLocation", [$"{_account.Item}-{_account.Location}"], _cancel)).Single().Record;
        // Seven were there: one left, one more is reserved.
        stock.Number("quantityOnHand").ShouldBe(6);
        stock.Number("quantityAvailable").ShouldBe(5);
    }

    [Fact]
    public async Task Tracking_that_comes_later_is_added_to_the_parcel_that_stands()
    {
        var order = _account.AddOrder("SHPFY-us-1");
        var made = (Outcome.Created)await ApplyAsync(Write("itemFulfillment",
            $$"""{"externalId":"SHPFY-f-1","createdFrom":{"id":"{{order}}"} }"""));

        (await ApplyAsync(Write("itemFulfillment", $$"""
            {"externalId":"SHPFY-f-1","createdFrom":{"id":"{{order}}"},
             "package":{"items":[{"packageTrackingNumber":"1Z9"}]} }
            """) with { Id = made.Id })).ShouldBe(new Outcome.Updated(made.Id, ""));

        var parcel = (await _account.Connector().ReadAsync("itemFulfillment", [made.Id], _cancel)).Single().Record;
        parcel.Text("package.items.0.packageTrackingNumber").ShouldBe("1Z9");
    }

    [Fact]
    public async Task A_document_that_was_deleted_in_NetSuite_is_not_made_again_by_itself()
    {
        var deposit = _account.Save("customerDeposit", Record.Parse(
            $$"""{"externalId":"SHPFY-d-1","customer":{"id":"{{_account.Customer}}"},"payment":25}"""));
        _account.Delete("customerDeposit", deposit);

        (await ApplyAsync(Write("customerDeposit", $$"""
            {"externalId":"SHPFY-d-1","customer":{"id":"{{_account.Customer}}"},"payment":26}
            """) with { Id = deposit })).ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain("deleted in NetSuite");
    }

    [Fact]
    public async Task A_closed_period_is_a_problem_with_the_date_as_its_field()
    {
        _account.Post("settings", """{"closedBefore":"2026-11-01"}""");

        (await ApplyAsync(Write("customerDeposit", $$"""
            {"externalId":"SHPFY-d-1","customer":{"id":"{{_account.Customer}}"},"payment":25,"tranDate":"2026-10-31"}
            """))).ShouldBeOfType<Outcome.Rejected>().Field.ShouldBe("tranDate");
    }

    [Fact]
    public async Task An_inactive_item_is_a_problem_with_the_line_as_its_field()
    {
        _account.Post("items", """{"itemId":"OLD","isInactive":true}""");
        var old = _account.Records("inventoryItem").EnumerateArray()
            .Single(item => item.GetProperty("itemId").GetString() == "OLD").GetProperty("id").GetString();

        var rejected = (await ApplyAsync(Write("invoice", $$"""
            {"externalId":"SHPFY-i-1","entity":{"id":"{{_account.Customer}}"},
             "item":{"items":[{"item":{"id":"{{old}}"},"rate":1}]} }
            """))).ShouldBeOfType<Outcome.Rejected>();

        rejected.Field.ShouldBe("item.items[0].item");
        rejected.Code.ShouldBe("INVALID_KEY_OR_REF");
    }

    private string Only(string entity) =>
        _account.Records(entity).EnumerateArray().Single().GetProperty("id").GetString()!;

    private Task<Outcome> ApplyAsync(Write write) => _account.Connector().ApplyAsync(write, _cancel);

    private static Write Write(string entity, string json) => new(entity, Record.Parse(json), $"test|{json}");
}
