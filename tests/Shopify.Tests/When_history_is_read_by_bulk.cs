using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_history_is_read_by_bulk
{
    private const int PagesMost = 60;
    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_record_comes_once_and_their_number_is_the_receipt()
    {
        var ids = Enumerable.Range(0, 2500).Select(number => _shop.Post(
            "customers", $$"""{"firstName":"C{{number}}","email":"c{{number}}@example.com"}""")).ToArray();

        var (seen, last) = await ReadAsync("customer", null);

        seen.Order().ShouldBe(ids.Order());
        (last.Done, last.Total).ShouldBe((2500, 2500));
    }

    [Fact]
    public async Task Only_what_changed_since_is_read()
    {
        _shop.Order(TestShop.Line("MUG-1", 1));
        _shop.Time.Advance(TimeSpan.FromDays(2));
        var since = _shop.Time.GetUtcNow();
        var wanted = _shop.Order(TestShop.Line("MUG-1", 1));

        (await ReadAsync("order", since)).Seen.ShouldBe([wanted]);
    }

    [Fact]
    public async Task A_host_that_was_restarted_goes_on_where_it_stood()
    {
        for (var number = 0; number < 1500; number++)
        {
            _shop.Post("customers", $$"""{"firstName":"C{{number}}","email":"c{{number}}@example.com"}""");
        }

        var (seen, page) = (new List<string>(), new BackfillPage([], new Cursor(""), true, 0));
        for (var pages = 0; page.HasMore && pages < PagesMost; pages++)
        {
            // Another process each time: all it has is the cursor.
            page = await _shop.Connector().ReadBackfillAsync("customer", new BackfillRequest(null, page.Next), Cancel);
            seen.AddRange(page.Changes.Select(change => change.Id));
            _shop.Time.Advance(TimeSpan.FromSeconds(1));
        }

        seen.Count.ShouldBe(1500);
        seen.Distinct().Count().ShouldBe(1500);
    }

    [Fact]
    public async Task A_result_that_lacks_records_shows_it_by_its_numbers()
    {
        for (var number = 0; number < 20; number++)
        {
            _shop.Order(TestShop.Line("MUG-1", 1));
        }

        _shop.Simulator.Find(TestShop.Domain)!.Bulk.LackingLines = 3;

        var (seen, last) = await ReadAsync("order", null);

        seen.Count.ShouldBe(17);
        last.Done.ShouldBe(17);
        last.Total.ShouldBe(20, "the host makes a problem of the difference");
    }

    [Theory]
    [InlineData("TIMEOUT")]
    [InlineData("INTERNAL_SERVER_ERROR")]
    [InlineData("ACCESS_DENIED")]
    public async Task A_partial_result_is_a_fault_and_never_taken_for_the_whole(string code)
    {
        _shop.Order(TestShop.Line("MUG-1", 1));
        _shop.Simulator.Find(TestShop.Domain)!.Bulk.FailWith = code;

        (await Should.ThrowAsync<Exception>(() => ReadAsync("order", null))).Message.ShouldContain(code);
    }

    [Fact]
    public async Task A_shop_that_runs_five_already_lets_this_one_wait()
    {
        for (var running = 0; running < 5; running++)
        {
            await _shop.Connector().ReadBackfillAsync("order", new BackfillRequest(null, null), Cancel);
        }

        var waiting = await _shop.Connector().ReadBackfillAsync("order", new BackfillRequest(null, null), Cancel);

        (waiting.HasMore, waiting.Changes.Count).ShouldBe((true, 0));
    }

    [Fact]
    public async Task A_shop_without_any_gives_an_empty_history() =>
        (await ReadAsync("company", null)).Seen.ShouldBeEmpty();

    [Fact]
    public async Task What_cannot_be_read_by_bulk_is_said() =>
        (await Should.ThrowAsync<Exception>(() => ReadAsync("payout", null))).Message.ShouldContain("cursor");

    private async Task<(IReadOnlyList<string> Seen, BackfillPage Last)> ReadAsync(string entity, DateTimeOffset? since)
    {
        var connector = _shop.Connector();
        var (seen, page) = (new List<string>(), new BackfillPage([], new Cursor(""), true, 0));
        for (var pages = 0; page.HasMore; pages++)
        {
            pages.ShouldBeLessThan(PagesMost);
            page = await connector.ReadBackfillAsync(entity, new BackfillRequest(since, page.Next), Cancel);
            seen.AddRange(page.Changes.Select(change => change.Id));
            _shop.Time.Advance(TimeSpan.FromSeconds(1));
        }

        return (seen, page);
    }
}
