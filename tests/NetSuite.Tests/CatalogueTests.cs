using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>Large numbers, batches, fields and deletions, against the played account.</summary>
public sealed class CatalogueTests
{
    private readonly TestAccount _account = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_thousand_items_are_read_in_51_queries_at_most_none_twice_and_none_missing()
    {
        _account.Seed(50_000);
        var connector = _account.Connector();
        var cursor = Cursor.From(_account.Time.GetUtcNow().AddDays(-1));
        var seen = new HashSet<string>();
        var before = _account.Simulator.Requests;
        for (var more = true; more;)
        {
            var page = await connector.ReadChangesAsync("inventoryItem", cursor, _cancel);
            page.Changes.Count.ShouldBeLessThanOrEqualTo(1_000);
            page.Changes.ShouldAllBe(change => seen.Add(change.Id));
            (cursor, more) = (page.Next, page.HasMore);
        }

        seen.Count.ShouldBe(50_001); // and the one that every played account has
        (_account.Simulator.Requests - before).ShouldBeLessThanOrEqualTo(51);
    }

    [Fact]
    public async Task A_hundred_items_are_one_job_whose_results_are_told_one_by_one()
    {
        var writes = Enumerable.Range(0, 100).Select(number => Item(number, number == 7 ? "subsidary" : "displayName"))
            .ToList();
        var options = TestAccount.Options;
        options.BatchCatalogue = true;
        var connector = _account.Connector(options);
        connector.BatchSizeOf("inventoryItem").ShouldBe(100);

        var outcomes = await connector.ApplyManyAsync(writes, _cancel);
        var again = await connector.ApplyManyAsync(writes, _cancel);

        outcomes.Count.ShouldBe(100);
        outcomes[7].ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain("subsidary");
        outcomes.Count(outcome => outcome is Outcome.Created).ShouldBe(99);
        // The same batch has the same key: NetSuite answers with the job it has, and works on nothing twice.
        again.ShouldBe(outcomes);
        _account.Records("inventoryItem").GetArrayLength().ShouldBe(100);
    }

    // NetSuite answers the same key with the job it has, and that one has failed.
    [Fact]
    public async Task What_failed_in_a_batch_is_tried_anew_when_it_is_sent_again()
    {
        _account.Post("settings", """{"customFields":{"custitem_other":"s"} }""");
        var connector = Batching();
        Write[] writes = [Item(1, "displayName"), Item(2, "custitem_colour")];

        var first = await connector.ApplyManyAsync(writes, _cancel);
        _account.Post("settings", """{"customFields":{"custitem_colour":"s"} }""");
        var second = await connector.ApplyManyAsync(writes, _cancel);

        first[1].ShouldBeOfType<Outcome.Rejected>();
        second[0].ShouldBe(first[0]);
        second[1].ShouldBeOfType<Outcome.Created>();
    }

    [Fact]
    public async Task Inventory_adjustments_are_batched_and_none_is_booked_twice()
    {
        var connector = Batching();
        connector.BatchSizeOf("inventoryAdjustment").ShouldBe(100);
        connector.BatchSizeOf("salesOrder").ShouldBe(1);
        Write[] writes = [Adjustment("A-1", "1"), Adjustment("A-2", "1")];

        var outcomes = await connector.ApplyManyAsync(writes, _cancel);
        // Another batch with one of them in it: another key.
        var again = await connector.ApplyManyAsync([Adjustment("A-1", "2")], _cancel);

        outcomes.ShouldAllBe(outcome => outcome is Outcome.Created);
        again[0].ShouldBe(outcomes[0]);
        _account.Records("inventoryAdjustment").GetArrayLength().ShouldBe(2);
    }

    private NetSuiteConnector Batching()
    {
        var options = TestAccount.Options;
        options.BatchCatalogue = true;
        return _account.Connector(options);
    }

    private Write Adjustment(string externalId, string key) => new("inventoryAdjustment", Record.Parse($$"""
        {"externalId":"{{externalId}}","account":{"id":"58"},"inventory":{"items":[{"item":{"id":"{{_account.Item}}"},
         "location":{"id":"{{_account.Location}}"},"adjustQtyBy":-1}]} }
        """), $"adjust|{externalId}|{key}");

    [Fact]
    public async Task Fields_of_the_account_are_told_with_its_own()
    {
        _account.Post("settings", """{"customFields":{"custbody_channel":"s","custcol_shopify_line":"s"} }""");

        var fields = await _account.Connector().FieldsAsync("salesOrder", _cancel);

        fields.Select(field => field.Path).ShouldBeSubsetOf(fields.Select(field => field.Path).Distinct());
        fields.ShouldContain(new FieldInfo("custbody_channel", FieldKind.Text));
        fields.ShouldContain(new FieldInfo("item.items.custcol_shopify_line", FieldKind.Text));
        fields.ShouldContain(new FieldInfo("item.items.rate", FieldKind.Number));
        fields.ShouldNotContain(field => field.Path == "custbody_unknown");
    }

    [Fact]
    public async Task Own_fields_are_read_by_the_names_the_options_give()
    {
        var options = TestAccount.Options;
        options.CustomFields = ["custbody_channel", "custentity_tier"];
        var order = _account.Save("salesOrder", Record.Parse($$"""
            {"externalId":"SHPFY-us-1","entity":{"id":"{{_account.Customer}}"},"custbody_channel":"web",
             "item":{"items":[{"item":{"id":"{{_account.Item}}"},"rate":1}]} }
            """));

        (await _account.Connector(options).ReadAsync("salesOrder", [order], _cancel)).Single()
            .Record.Text("custbody_channel").ShouldBe("web");
    }

    [Fact]
    public async Task What_was_deleted_is_told_as_deleted()
    {
        var connector = _account.Connector();
        var customer = _account.AddCustomer("SHPFY-us-C7");
        var page = await connector.ReadChangesAsync(
            "customer", Cursor.From(_account.Time.GetUtcNow().AddDays(-1)), _cancel);
        _account.Time.Advance(TimeSpan.FromMinutes(10));
        _account.Delete("customer", customer);

        var next = await connector.ReadChangesAsync("customer", page.Next, _cancel);

        next.Changes.ShouldContain(change => change.Id == customer && change.Kind == ChangeKind.Delete);
        next.Changes.ShouldAllBe(change => change.Entity == "customer");
    }

    // NetSuite keeps no stock of kits: the scarcest member decides.
    [Fact]
    public async Task The_stock_of_a_kit_is_told_and_read_by_that_of_its_members()
    {
        _account.Post("items", """{"itemId":"LID","stock":[{"location":"Main","quantityAvailable":3}]}""");
        var lid = _account.Records("inventoryItem").EnumerateArray()
            .Single(item => item.GetProperty("itemId").GetString() == "LID").GetProperty("id").GetString();
        var wrap = _account.Save("serviceSaleItem", Record.Parse("""{"externalId":"S-1","itemId":"WRAP"}"""));
        var kit = _account.Save("kitItem", Record.Parse($$"""
            {"externalId":"K-1","itemId":"SET","member":{"items":[{"item":{"id":"{{_account.Item}}"},"quantity":2},
             {"item":{"id":"{{lid}}"},"quantity":1},{"item":{"id":"{{wrap}}"},"quantity":1}]} }
            """));
        var level = $"{kit}-{_account.Location}";
        var connector = _account.Connector();

        _account.Stock(5);
        var page = await connector.ReadChangesAsync(
            "aggregateItemLocation", Cursor.From(_account.Time.GetUtcNow().AddDays(-1)), _cancel);
        var found = await connector.ReadAsync("aggregateItemLocation", [level, $"{lid}-{_account.Location}"], _cancel);

        page.Changes.Where(change => change.Id == level).Select(change => change.Version).Distinct().Count()
            .ShouldBe(2, "one for each stocked member");
        var stock = found.Single(each => each.Id == level);
        stock.Record.Text("quantityAvailable").ShouldBe("2");
        stock.Record.Text("item.refName").ShouldBe("SET");
        stock.Record.Text("location.refName").ShouldBe("Main");
        found.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_price_is_told_when_its_item_is_saved_with_every_level_and_currency()
    {
        _account.Post("seed", """
            {"priceLevels":[{"name":"Online"}],"currencies":[{"symbol":"EUR"}],
             "items":[{"itemId":"PRICED","prices":[{"priceLevel":"Base Price","currency":"USD","price":10},
              {"priceLevel":"Online","currency":"EUR","price":8.5}]}]}
            """);
        var connector = _account.Connector();
        var start = Cursor.From(_account.Time.GetUtcNow().AddDays(-1));

        var change = (await connector.ReadChangesAsync("itemPrice", start, _cancel)).Changes
            .Single(each => each.Name == "PRICED");
        var record = (await connector.ReadAsync("itemPrice", [change.Id], _cancel)).Single().Record;

        record.Text("item.refName").ShouldBe("PRICED");
        record.List("price.items").Select(price => string.Create(CultureInfo.InvariantCulture,
                $"{price.Text("priceLevel.refName")} {price.Text("currency.refName")} {price.Money("price")}"))
            .ShouldBe(["Base Price USD 10", "Online EUR 8.5"]);
    }

    private static Write Item(int number, string field)
    {
        var json = $$"""{"externalId":"I-{{number}}","itemId":"I-{{number}}","{{field}}":"A thing"}""";
        return new Write("inventoryItem", Record.Parse(json), $"items|{number}");
    }
}
