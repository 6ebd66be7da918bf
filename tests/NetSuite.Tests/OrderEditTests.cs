using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>Orders that stand and are edited, against the played account.</summary>
public sealed class OrderEditTests
{
    private readonly TestAccount _account = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly string _order;

    public OrderEditTests()
    {
        _account.Post("items", """{"itemId":"SKU-2","price":5}""");
        _order = _account.Save("salesOrder", Order(("SKU-1", 2), ("SKU-2", 1)));
    }

    [Fact]
    public async Task While_nothing_is_shipped_the_list_is_replaced_as_a_whole()
    {
        (await ApplyAsync(Order(("SKU-2", 3)))).ShouldBe(new Outcome.Updated(_order, ""));

        Lines().ShouldBe([("SKU-2", 3m, false)]);
    }

    [Fact]
    public async Task Once_something_is_shipped_lines_are_changed_appended_and_closed_and_never_removed()
    {
        Ship(line: 1, quantity: 1);

        (await ApplyAsync(Order(("SKU-1", 3), ("NEW", 1)))).ShouldBe(new Outcome.Updated(_order, ""));

        Lines().ShouldBe([("SKU-1", 3m, false), ("SKU-2", 1m, true), ("NEW", 1m, false)]);
        _account.LastQueries("PATCH").ShouldAllBe(query => !query.Contains("replace=item", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retried_edit_never_doubles_a_line()
    {
        Ship(line: 1, quantity: 1);
        var edited = Order(("SKU-1", 2), ("SKU-2", 1), ("NEW", 1));
        _account.LoseAnswer("PATCH", "/record/v1/salesOrder");

        await Should.ThrowAsync<NetSuiteException>(() => ApplyAsync(edited));
        // A host that asks first, and one that does not.
        (await _account.Connector().RecoverAsync(WriteOf(edited), _cancel))
            .ShouldBe(new Recovery.Landed(new Outcome.Updated(_order, "")));
        (await ApplyAsync(edited)).ShouldBe(new Outcome.Unchanged(_order, ""));

        Lines().Count(line => line.Item == "NEW").ShouldBe(1);
    }

    [Fact]
    public async Task Two_lines_of_one_item_are_told_apart_by_their_outside_id()
    {
        Ship(line: 1, quantity: 1);
        var edited = Record.Parse($$"""
            {"externalId":"SHPFY-us-1","entity":{"id":"{{_account.Customer}}"},"item":{"items":[
             {"item":{"id":"{{Item("SKU-1")}}"},"quantity":2,"rate":10,"custcol_shopify_line":"A"},
             {"item":{"id":"{{Item("SKU-2")}}"},"quantity":1,"rate":10,"custcol_shopify_line":"B"},
             {"item":{"id":"{{Item("SKU-1")}}"},"quantity":4,"rate":10,"custcol_shopify_line":"C"}]} }
            """);

        await ApplyAsync(edited);
        await ApplyAsync(edited);

        Lines().ShouldBe([("SKU-1", 2m, false), ("SKU-2", 1m, false), ("SKU-1", 4m, false)]);
    }

    [Fact]
    public async Task A_cancelled_order_has_its_lines_closed_once()
    {
        var cancelled = Record.Parse("""{"externalId":"SHPFY-us-1","orderStatus":{"id":"C"} }""");

        (await ApplyAsync(cancelled)).ShouldBe(new Outcome.Updated(_order, ""));
        (await ApplyAsync(cancelled)).ShouldBe(new Outcome.Unchanged(_order, ""));

        Lines().ShouldAllBe(line => line.Closed);
        var read = await _account.Connector().ReadAsync("salesOrder", [_order], _cancel);
        read.Single().Record.Text("status").ShouldBe("H");
    }

    [Fact]
    public async Task An_order_is_read_with_its_lines_and_what_became_of_them()
    {
        Ship(line: 1, quantity: 1);

        var order = (await _account.Connector().ReadAsync("salesOrder", [_order], _cancel)).Single().Record;

        order.List("item.items").Select(line => $"{line.Text("line")} {line.Text("item.refName")} "
                + $"{line.Text("quantity")} at {line.Text("rate")} = {line.Text("amount")}, "
                + $"{line.Text("quantityFulfilled")} shipped, closed: {line.Flag("isClosed")}")
            .ShouldBe(
            [
                "1 SKU-1 2 at 10 = 20, 1 shipped, closed: False",
                "2 SKU-2 1 at 10 = 10, 0 shipped, closed: False",
            ]);
        order.Money("total").ShouldBe(30m);
        order.Has("shippingAddress").ShouldBeFalse();
    }

    [Fact]
    public async Task The_addresses_of_an_order_are_read_where_they_are_asked_for()
    {
        var options = TestAccount.Options;
        options.ReadAddresses = true;
        await ApplyAsync(Record.Parse($$"""
            {"externalId":"SHPFY-us-1","entity":{"id":"{{_account.Customer}}"},"shippingAddress":
             {"addressee":"Ada","addr1":"1 Main Street","city":"Austin","state":"TX","country":{"id":"US"} } }
            """));

        var order = (await _account.Connector(options).ReadAsync("salesOrder", [_order], _cancel)).Single().Record;

        order.Text("shippingAddress.city").ShouldBe("Austin");
        order.Text("shippingAddress.country.id").ShouldBe("US");
        order.Has("billingAddress").ShouldBeFalse();
    }

    [Fact]
    public async Task An_order_that_is_sent_as_new_once_more_after_it_was_shipped_keeps_what_was_shipped()
    {
        Ship(line: 1, quantity: 2);

        (await _account.Connector().ApplyAsync(WriteOf(Order(("SKU-2", 1))) with { Id = null }, _cancel))
            .ShouldBeOfType<Outcome.Updated>();

        Lines().ShouldContain(("SKU-1", 2m, true));
    }

    [Fact]
    public async Task The_tax_of_a_shop_is_kept_as_SuiteTax_details()
    {
        var options = TestAccount.Options;
        options.TaxStrategy = TaxStrategy.SuiteTax;
        var order = Record.Parse($$"""
            {"externalId":"SHPFY-us-9","entity":{"id":"{{_account.Customer}}"},"item":{"items":[
             {"item":{"id":"{{Item("SKU-1")}}"},"quantity":2,"rate":10,"taxAmount":1.65},
             {"item":{"id":"{{Item("SKU-2")}}"},"quantity":1,"rate":10}]} }
            """);

        var made = (Outcome.Created)await _account.Connector(options).ApplyAsync(
            new Write("salesOrder", order, "test|tax"), _cancel);

        var read = (await _account.Connector().ReadAsync("salesOrder", [made.Id], _cancel)).Single().Record;
        read.Money("total").ShouldBe(31.65m);
    }

    private void Ship(int line, int quantity) => _account.Post("ship",
        $$"""{"id":"{{_order}}","lines":[{"line":{{line}},"quantity":{{quantity}} }]}""");

    private Task<Outcome> ApplyAsync(Record order) => _account.Connector().ApplyAsync(WriteOf(order), _cancel);

    private Write WriteOf(Record order) => new("salesOrder", order, $"test|{order}") { Id = _order };

    private Record Order(params (string Sku, int Quantity)[] lines)
    {
        var items = string.Join(",", lines.Select(line =>
            $$"""{"item":{"id":"{{Item(line.Sku)}}"},"quantity":{{line.Quantity}},"rate":10}"""));
        return Record.Parse($$"""
            {"externalId":"SHPFY-us-1","entity":{"id":"{{_account.Customer}}"},"orderStatus":{"id":"B"},
             "item":{"items":[{{items}}]} }
            """);
    }

    private string Item(string sku)
    {
        _account.Post("items", $$"""{"itemId":"{{sku}}"}""");
        return _account.Records("inventoryItem").EnumerateArray()
            .Single(item => item.GetProperty("itemId").GetString() == sku).GetProperty("id").GetString()!;
    }

    private List<(string Item, decimal Quantity, bool Closed)> Lines() =>
    [
        .. _account.Records("salesOrder").EnumerateArray()
            .Single(order => order.GetProperty("id").GetString() == _order)
            .GetProperty("item").GetProperty("items").EnumerateArray().Select(line => (
                line.GetProperty("item").GetProperty("refName").GetString()!,
                line.GetProperty("quantity").GetDecimal(),
                line.TryGetProperty("isClosed", out var closed) && closed.GetBoolean())),
    ];
}
