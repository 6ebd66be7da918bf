using System.Net;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>What reads and finds ask for, and the records they compose.</summary>
public sealed class ReadingTests
{
    private readonly AnsweringNetSuite _netSuite = new();
    private readonly CountingBudget _budget = new();
    private readonly HurriedTime _time = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_of_orders_is_one_request_and_looks_like_the_record_service()
    {
        _netSuite.ThenRows(new
        {
            id = "18", tranid = "SO18", externalid = "SHPFY-acme-1", status = "B", foreigntotal = "104.2",
            otherrefnum = "#1042", entity = "313", currency = "1", stamp = "2026-11-24 09:00:00",
        });

        var found = (await Connection().ReadAsync("salesOrder", ["18", "19", "no id"], _cancel)).ShouldHaveSingleItem();

        _netSuite.Seen.ShouldHaveSingleItem().Query.ShouldContain("t.id IN (18, 19)");
        found.Id.ShouldBe("18");
        found.Version.ShouldBe("2026-11-24T09:00:00Z");
        found.Record.Money("total").ShouldBe(104.20m);
        found.Record.Text("entity.id").ShouldBe("313");
        found.Record.Text("status").ShouldBe("B");
        found.Record.IsReadOnly.ShouldBeTrue();
    }

    [Fact]
    public async Task A_batch_of_fulfilments_is_three_requests_with_lines_and_tracking()
    {
        _netSuite.ThenRows(Fulfilment("501"), Fulfilment("502"))
            .ThenRows(
                Line("501", "1", "-2", "1"), Line("501", "1", "-2", "1"), Line("501", "4", "-1", "4"),
                Line("502", "1", "3", "1"))
            .ThenRows(new { transaction = "501", id = "9", trackingnumber = "1Z9" });

        var found = await Connection().ReadAsync("itemFulfillment", ["501", "502"], _cancel);

        _netSuite.Seen.Count.ShouldBe(3);
        var record = found[0].Record;
        record.Text("createdFrom.externalId").ShouldBe("SHPFY-acme-1");
        record.Text("status").ShouldBe("C");
        record.List("item.items").Count.ShouldBe(2);
        record.Number("item.items.0.quantity").ShouldBe(2);
        record.Number("item.items.1.orderLine").ShouldBe(4);
        record.Text("item.items.0.item.refName").ShouldBe("SKU-1");
        record.Text("item.items.0.location.id").ShouldBe("3");
        record.Text("package.items.0.packageTrackingNumber").ShouldBe("1Z9");
        found[1].Record.ListOrEmpty("package.items").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_that_hides_the_shipping_columns_is_read_without_them_from_then_on()
    {
        _netSuite.ThenError(400, "INVALID_PARAMETER", "Search error occurred: Field 'shipcarrier' not found.");
        for (var batch = 0; batch < 2; batch++)
        {
            _netSuite.ThenRows(Fulfilment("501")).ThenRows().ThenRows();
        }

        var connection = Connection();
        await connection.ReadAsync("itemFulfillment", ["501"], _cancel);
        await connection.ReadAsync("itemFulfillment", ["501"], _cancel);

        _netSuite.Seen.Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_column_that_the_account_does_not_show_is_left_out_from_then_on()
    {
        var invoice = new { id = "7", status = "A", foreigntotal = "10", stamp = "2026-11-24 09:00:00" };
        _netSuite.ThenError(400, "INVALID_PARAMETER", "Search error occurred: Field 'foreignamountunpaid' not found.")
            .ThenRows(invoice).ThenRows(invoice);

        var connection = Connection();
        await connection.ReadAsync("invoice", ["7"], _cancel);
        var found = await connection.ReadAsync("invoice", ["7"], _cancel);

        found.ShouldHaveSingleItem().Record.Has("amountRemaining").ShouldBeFalse();
        _netSuite.Seen[0].Query.ShouldContain("t.foreignamountunpaid");
        _netSuite.Seen[2].Query.ShouldNotContain("t.foreignamountunpaid");
    }

    [Fact]
    public async Task Stock_is_read_by_item_and_location()
    {
        _netSuite.ThenRows(new
        {
            item = "7", location = "3", itemid = "SKU-1", name = "Berlin", quantityavailable = "4",
            quantityonhand = "6", stamp = "2026-11-24 09:00:00",
        }).ThenRows(); // What has no row may be a kit: item 8 is none.

        var found = (await Connection().ReadAsync("aggregateItemLocation", ["7-3", "8-3"], _cancel))
            .ShouldHaveSingleItem();

        _netSuite.Seen[0].Query.ShouldContain("((a.location = 3 AND a.item IN (7, 8)))");
        found.Id.ShouldBe("7-3");
        found.Version.ShouldBe("2026-11-24T09:00:00Z/4");
        found.Record.Number("quantityAvailable").ShouldBe(4);
        found.Record.Text("item.refName").ShouldBe("SKU-1");
        found.Record.Text("location.refName").ShouldBe("Berlin");
    }

    [Fact]
    public async Task A_look_up_escapes_quotes_and_compares_exactly()
    {
        _netSuite.ThenRows(
            new { id = "7", matched = "O'Neil" },
            new { id = "8", matched = "o'neil" },
            new { id = "9", matched = "O'Neil" });

        var matches = await Connection().FindAsync("inventoryItem", "itemId", ["O'Neil", "absent"], _cancel);

        _netSuite.Seen.ShouldHaveSingleItem().Query.ShouldContain("i.itemid IN ('O''Neil', 'absent')");
        matches.Select(match => (match.Value, match.Id)).ShouldBe([("O'Neil", "7"), ("O'Neil", "9")]);
    }

    [Fact]
    public async Task An_email_is_found_in_any_case_and_given_back_as_it_was_asked_for()
    {
        _netSuite.ThenRows(new { id = "7", matched = "Jo@Example.com" });

        var match = (await Connection().FindAsync("customer", "email", ["jo@EXAMPLE.com"], _cancel))
            .ShouldHaveSingleItem();

        match.Value.ShouldBe("jo@EXAMPLE.com");
    }

    [Fact]
    public async Task A_look_up_longer_than_a_page_is_read_to_its_end()
    {
        _netSuite.Then(HttpStatusCode.OK, AnsweringNetSuite.Rows(true, new { id = "7", matched = "A" }))
            .ThenRows(new { id = "8", matched = "A" });

        (await Connection().FindAsync("location", "name", ["A"], _cancel)).Count.ShouldBe(2);

        _netSuite.Seen[1].Path.ShouldEndWith("offset=1");
    }

    [Fact]
    public async Task A_field_that_cannot_be_searched_is_named_with_those_that_can() =>
        (await Should.ThrowAsync<ArgumentException>(
            () => Connection().FindAsync("customer", "shoeSize", ["44"], _cancel))).Message.ShouldContain("email");

    [Fact]
    public async Task A_read_is_repeated_while_NetSuite_is_busy_and_passes_on_the_hosts_priority()
    {
        _netSuite.ThenError(429, "CONCURRENCY_LIMIT_EXCEEDED", "Request blocked.")
            .ThenFault(new HttpRequestException("reset by peer"))
            .ThenRows();

        await Connection().ReadAsync("customer", ["1"], _cancel);

        _budget.Acquired.ShouldBe(3);
        _budget.Throttled.ShouldBe(1);
        _budget.Held.ShouldBe(0);
        _budget.Capacity.ShouldBe(4);
        _budget.Priorities.ShouldAllBe(priority => priority == Limits.Priority.Inventory);
    }

    [Fact]
    public async Task A_read_is_repeated_for_ten_seconds_at_most()
    {
        _netSuite.Otherwise = _ => AnsweringNetSuite.Answer(
            HttpStatusCode.ServiceUnavailable, AnsweringNetSuite.ErrorBody(503, "SERVICE_UNAVAILABLE", "Later."));
        var before = _time.GetUtcNow();

        await Should.ThrowAsync<NetSuiteException>(() => Connection().ReadAsync("customer", ["1"], _cancel));

        (_time.GetUtcNow() - before).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
        _netSuite.Seen.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_read_that_is_refused_is_not_repeated()
    {
        _netSuite.ThenError(400, "INVALID_PARAMETER", "Search error occurred: Field 'foo' not found.");

        (await Should.ThrowAsync<NetSuiteException>(() => Connection().ReadAsync("customer", ["1"], _cancel)))
            .Message.ShouldContain("Field 'foo'");

        _netSuite.Seen.Count.ShouldBe(1);
    }

    private NetSuiteConnector Connection() => Some.Connection(_netSuite, _budget, _time);

    private static object Fulfilment(string id) => new
    {
        id, tranid = $"IF{id}", status = "C", createdfrom = "18", orderexternalid = "SHPFY-acme-1",
        orderotherrefnum = "#1042", stamp = "2026-11-24 09:00:00",
    };

    private static object Line(string fulfilment, string line, string quantity, string orderLine) => new
    {
        transaction = fulfilment, line, item = "7", itemid = "SKU-1", quantity, location = "3",
        previousline = orderLine,
    };
}
