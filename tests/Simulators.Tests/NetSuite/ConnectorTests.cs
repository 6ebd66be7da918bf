using IntegrationHost.Connectors;
using Shouldly;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>The real connector in front of the played account.</summary>
public sealed class ConnectorTests
{
    private readonly PlayedAccount _account = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_check_passes()
    {
        var health = await _account.Connector().CheckAsync(Cancel);

        health.Ok.ShouldBeTrue(health.Detail);
        health.Detail.ShouldContain("America/New_York");
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        var health = await _account.Connector(consumerSecret: "wrong").CheckAsync(Cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("INVALID_LOGIN");
    }

    [Fact]
    public async Task Items_are_found_by_their_name()
    {
        var finder = (IRecordReader)_account.Connector();

        var matches = await finder.FindAsync("inventoryItem", "itemId", ["SKU-2", "sku-1"], Cancel);

        matches.ShouldHaveSingleItem().Id.ShouldBe(_account.Item("SKU-2"));
    }

    [Fact]
    public async Task An_order_that_is_written_twice_is_one_order_with_its_total()
    {
        var connector = _account.Connector();
        var customer = await WriteCustomerAsync(connector);
        (await WriteCustomerAsync(connector)).ShouldBe(customer);

        var id = await WriteOrderAsync(connector, customer);
        (await WriteOrderAsync(connector, customer)).ShouldBe(id);

        var summary = _account.Get("summary");
        summary.GetProperty("salesOrders").GetInt32().ShouldBe(1);
        summary.GetProperty("customers").GetInt32().ShouldBe(1);
        summary.GetProperty("duplicates").GetInt32().ShouldBe(0);
        // 2 x 10.00 and 1 x 5.50, 10 % tax on the first line, 4.00 carriage, 1.00 off.
        summary.GetProperty("total").GetString().ShouldBe("30.50");
        _account.Get("records/salesOrder?externalId=SHPFY-acme-1")[0].GetProperty("writes").GetInt32().ShouldBe(2);
        var read = await ((IRecordReader)connector).ReadAsync("salesOrder", [id], Cancel);
        read.ShouldHaveSingleItem().Record.Text("total").ShouldBe("30.5");
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_write_is_recovered()
    {
        var connector = _account.Connector();
        var order = Order(await WriteCustomerAsync(connector));
        _account.Post("faults", """{"path":"/record/v1/salesOrder","status":500,"count":1,"afterCommit":true}""");

        await Should.ThrowAsync<Exception>(() => ((IRecordWriter)connector).ApplyAsync(order, Cancel));
        var recovery = await ((IRecordWriter)connector).RecoverAsync(order, Cancel);

        recovery.ShouldBeOfType<Recovery.Landed>();
        _account.Get("summary").GetProperty("salesOrders").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_shipment_is_reported_with_its_lines_and_tracking_numbers()
    {
        var connector = _account.Connector();
        await WriteOrderAsync(connector, await WriteCustomerAsync(connector));
        var feed = (IChangeFeed)connector;
        var start = Cursor.From(_account.Time.GetUtcNow());
        _account.Time.Advance(TimeSpan.FromMinutes(1));

        var id = _account.Post("ship",
            """{"externalId":"SHPFY-acme-1","tracking":["1Z1","1Z2"],"carrier":"UPS"}""").GetProperty("id").GetString();
        var page = await feed.ReadChangesAsync("itemFulfillment", start, Cancel);

        var change = page.Changes.ShouldHaveSingleItem();
        change.Id.ShouldBe(id);
        var found = await ((IRecordReader)connector).ReadAsync("itemFulfillment", [change.Id], Cancel);
        var shape = found.ShouldHaveSingleItem().Record.ToString();
        shape.ShouldContain("1Z1");
        shape.ShouldContain("1Z2");
        shape.ShouldContain("SKU-1");
        shape.ShouldContain("SHPFY-acme-1");
        shape.ShouldNotContain("TAX");
    }

    [Fact]
    public async Task A_change_of_stock_is_reported()
    {
        var feed = (IChangeFeed)_account.Connector();
        var start = Cursor.From(_account.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
        _account.Time.Advance(TimeSpan.FromMinutes(1));

        _account.Post("stock", """{"itemId":"SKU-1","location":"Main","quantityAvailable":3}""");
        var page = await feed.ReadChangesAsync("aggregateItemLocation", start, Cancel);

        page.Changes.ShouldHaveSingleItem().Version.ShouldEndWith("/3");
        var id = page.Changes[0].Id;
        var read = await ((IRecordReader)feed).ReadAsync("aggregateItemLocation", [id], Cancel);
        read.ShouldHaveSingleItem().Record.Text("quantityAvailable").ShouldBe("3");
    }

    private async Task<string> WriteCustomerAsync(IConnector connector) => IdOf(
        await ((IRecordWriter)connector).ApplyAsync(new Write("customer", Record.Parse("""
            {"externalId":"SHPFY-acme-c1","isPerson":true,"firstName":"Jo","lastName":"Doe","email":"jo@example.com",
             "addressBook":{"items":[{"defaultShipping":true,"addressBookAddress":{"addr1":"1 Main"}}]}}
            """), "flow/c1"), Cancel));

    private async Task<string> WriteOrderAsync(IConnector connector, string customer) => IdOf(
        await ((IRecordWriter)connector).ApplyAsync(Order(customer), Cancel));

    private Write Order(string customer) => new("salesOrder", Record.Parse($$$"""
        {"externalId":"SHPFY-acme-1","otherRefNum":"#1001","entity":{"id":"{{{customer}}}"},
         "shippingCost":4.00,"discountRate":-1.00,
         "item":{"items":[{"item":{"id":"{{{_account.Item("SKU-1")}}}"},"quantity":2,"rate":10.00,"taxRate1":10},
                          {"item":{"id":"{{{_account.Item("TAX")}}}"},"quantity":1,"amount":5.50}]}}
        """), "flow/1");

    private static string IdOf(Outcome outcome) => outcome switch
    {
        Outcome.Created created => created.Id,
        Outcome.Updated updated => updated.Id,
        _ => throw new InvalidOperationException(outcome.ToString()),
    };
}
