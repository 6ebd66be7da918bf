using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_changes_are_polled
{
    private const int PagesMost = 40;
    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_burst_of_equal_stamps_longer_than_a_page_is_read_whole()
    {
        // Changes have whole seconds: a bulk edit in the admin gives hundreds the same one.
        var ids = Enumerable.Range(0, 25).Select(_ => _shop.Order(TestShop.Line("MUG-1", 1))).ToArray();

        (await ReadAsync(pageSize: 10)).Order().ShouldBe(ids.Order());
    }

    [Fact]
    public async Task An_order_that_changes_while_pages_are_read_is_not_lost()
    {
        var ids = Enumerable.Range(0, 12).Select(_ => Placed()).ToArray();
        var connector = Connector(pageSize: 5);
        var first = await connector.ReadChangesAsync("order", Start, Cancel);
        // It moves from behind the reader to the end of the list.
        _shop.Ask("POST", $"orders/{ids[1].Split('/')[^1]}/update", """{"note":"later"}""");

        var later = await ReadOnAsync(connector, first.Next);

        later.ShouldContain(ids[1]);
        first.Changes.Select(change => change.Id).Concat(later).Distinct().Count().ShouldBe(12);
    }

    [Fact]
    public async Task A_poll_looks_back_for_what_the_search_showed_late()
    {
        var connector = Connector();
        Placed();
        var read = await connector.ReadChangesAsync("order", Start, Cancel);
        var again = await connector.ReadChangesAsync("order", read.Next, Cancel);

        again.Changes.ShouldBe(read.Changes, "the overlap repeats it; the host drops what it has");
        _shop.Time.Advance(TimeSpan.FromMinutes(10));
        var second = Placed();
        (await ReadOnAsync(connector, again.Next)).ShouldContain(second);
    }

    [Fact]
    public async Task Nothing_before_the_flows_start_is_reported()
    {
        Placed();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        var since = Cursor.From(_shop.Time.GetUtcNow());
        var wanted = Placed();

        var page = await Connector().ReadChangesAsync("order", since, Cancel);

        page.Changes.ShouldHaveSingleItem().Id.ShouldBe(wanted);
    }

    [Fact]
    public async Task A_product_that_was_deleted_between_two_polls_is_reported_and_its_variants_too()
    {
        var product = _shop.Post("products", """{"sku":"GONE-1"}""");
        var variant = _shop.Records("ProductVariant")[^1].GetProperty("id").GetString()!;
        var connector = Connector();
        var products = await connector.ReadChangesAsync("product", Start, Cancel);
        var variants = await connector.ReadChangesAsync("variant", Start, Cancel);
        _shop.Time.Advance(TimeSpan.FromHours(1));
        _shop.Ask("POST", $"products/{product.Split('/')[^1]}/delete");
        _shop.Time.Advance(TimeSpan.FromMinutes(10));
        _shop.Post("products", """{"sku":"NEW-1"}"""); // The newest change is later than the deletion.

        var page = await connector.ReadChangesAsync("product", products.Next, Cancel);
        var gone = page.Changes.Single(change => change.Kind == ChangeKind.Delete);
        gone.Id.ShouldBe(product);
        gone.Version.ShouldNotBeEmpty("the host knows it again when the overlap repeats it");
        (await connector.ReadChangesAsync("variant", variants.Next, Cancel)).Changes
            .Single(change => change.Kind == ChangeKind.Delete).Id.ShouldBe(variant);

        _shop.Time.Advance(TimeSpan.FromHours(1));
        _shop.Ask("POST", $"products/{_shop.Records("Product")[0].GetProperty("legacyResourceId").GetString()}/delete");
        page = await connector.ReadChangesAsync("product", page.Next, Cancel);
        page.Changes.Count(change => change.Kind == ChangeKind.Delete).ShouldBe(2, "the overlap repeats the last one");
        (await connector.ReadChangesAsync("product", page.Next, Cancel)).Changes
            .Count(change => change.Kind == ChangeKind.Delete).ShouldBe(1, "and not for ever");
    }

    [Theory]
    [InlineData("order", "orders", """{"lines":[{"sku":"MUG-1","quantity":1,"price":10}]}""")]
    [InlineData("customer", "customers", """{"firstName":"Ann","email":"ann@example.com"}""")]
    [InlineData("company", "companies", """{"name":"Acme"}""")]
    public async Task A_deletion_whose_webhook_was_lost_is_found_by_the_next_poll(
        string entity, string list, string body)
    {
        var id = _shop.Post(list, body);
        var connector = Connector();
        var before = await connector.ReadChangesAsync(entity, Start, Cancel);
        before.Changes.ShouldContain(change => change.Id == id);
        _shop.Time.Advance(TimeSpan.FromHours(1));
        _shop.Ask("POST", $"{list}/{id.Split('/')[^1]}/delete");

        var page = await connector.ReadChangesAsync(entity, before.Next, Cancel);

        page.Changes.Single(change => change.Kind == ChangeKind.Delete).Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_location_of_a_company_that_was_deleted_is_found_by_the_next_poll()
    {
        _shop.Post("companies", """{"name":"Acme","location":"North"}""");
        var id = _shop.Records("CompanyLocation")[0].GetProperty("id").GetString()!;
        var before = await Connector().ReadChangesAsync("companyLocation", Start, Cancel);
        _shop.Ask("POST", $"companyLocations/{id.Split('/')[^1]}/delete");

        var page = await Connector().ReadChangesAsync("companyLocation", before.Next, Cancel);

        page.Changes.Single(change => change.Kind == ChangeKind.Delete).Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_location_that_is_not_there_any_more_is_reported_once()
    {
        var south = _shop.Post("locations", """{"name":"South"}""");
        var connector = Connector();
        var before = await connector.ReadChangesAsync("location", Start, Cancel);
        _shop.Ask("POST", $"locations/{south.Split('/')[^1]}/delete");

        var page = await connector.ReadChangesAsync("location", before.Next, Cancel);

        page.Changes.Single(change => change.Kind == ChangeKind.Delete).Id.ShouldBe(south);
        page.Changes.Count(change => change.Kind == ChangeKind.Upsert).ShouldBe(2);
        (await connector.ReadChangesAsync("location", page.Next, Cancel)).Changes
            .ShouldAllBe(change => change.Kind == ChangeKind.Upsert);
    }

    [Fact]
    public async Task An_app_that_may_not_see_events_is_told_what_changed_all_the_same()
    {
        var id = Placed();
        var shop = new AnsweringOnce(_shop.Inner, "DeletionsSince", """
            {"data":null,"errors":[{"message":"Access denied for events field.","path":["events"],
             "extensions":{"code":"ACCESS_DENIED"}}]}
            """);

        var page = await _shop.Connector(shop).ReadChangesAsync("order", Start, Cancel);

        page.Changes.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_cursor_of_locations_of_before_deletions_were_seen_goes_on()
    {
        var page = await Connector().ReadChangesAsync("location", new Cursor("2026-11-24T00:00:00Z"), Cancel);

        page.Changes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_cursor_of_before_deletions_were_read_goes_on()
    {
        var page = await Connector().ReadChangesAsync(
            "product", new Cursor("2026-11-24T00:00:00Z|2026-11-24T11:00:00Z||"), Cancel);

        page.Changes.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_cursor_that_is_none_is_told()
    {
        var fault = await Should.ThrowAsync<FormatException>(
            () => Connector().ReadChangesAsync("order", new Cursor("nonsense"), Cancel));

        fault.Message.ShouldContain("'nonsense'");
    }

    private static Cursor Start => Cursor.From(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    private string Placed()
    {
        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        return _shop.Order(TestShop.Line("MUG-1", 1));
    }

    private ShopifyConnector Connector(int pageSize = 250)
    {
        var options = TestShop.Options;
        options.PageSize = pageSize;
        return _shop.Connector(options: options);
    }

    private Task<List<string>> ReadAsync(int pageSize) => ReadOnAsync(Connector(pageSize), Start);

    private static async Task<List<string>> ReadOnAsync(ShopifyConnector connector, Cursor cursor)
    {
        var ids = new List<string>();
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var page = await connector.ReadChangesAsync("order", cursor, Cancel);
            ids.AddRange(page.Changes.Select(change => change.Id));
            cursor = page.Next;
            if (!page.HasMore)
            {
                return [.. ids.Distinct()];
            }
        }

        throw new ShouldAssertException("the feed did not come to an end");
    }
}
