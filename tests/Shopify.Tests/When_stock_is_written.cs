using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.TestKit;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_stock_is_written
{
    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_hundred_levels_take_two_calls()
    {
        var writes = await LevelsAsync(300);

        var outcomes = await _shop.Connector().ApplyManyAsync(writes, Cancel);

        outcomes.ShouldAllBe(outcome => outcome is Outcome.Updated);
        _shop.Ask("GET", "summary").GetProperty("mutations").GetInt32().ShouldBe(2);
        _shop.Ask("GET", "summary").GetProperty("levels").GetInt32().ShouldBe(300);
    }

    [Fact]
    public async Task One_wrong_level_is_refused_alone()
    {
        var writes = (await LevelsAsync(20)).ToList();
        writes.Insert(7, Level("gid://shopify/InventoryItem/404", _shop.Main, 1));
        writes.Insert(3, Level("gid://shopify/Order/1", _shop.Main, 1));

        var outcomes = await _shop.Connector().ApplyManyAsync(writes, Cancel);

        outcomes.Count(outcome => outcome is Outcome.Updated).ShouldBe(20);
        outcomes[3].ShouldBeOfType<Outcome.Rejected>().Field.ShouldBe("inventoryItemId");
        outcomes[8].ShouldBeOfType<Outcome.Rejected>().Value.ShouldBe("gid://shopify/InventoryItem/404");
    }

    [Fact]
    public async Task A_level_that_is_not_stocked_there_is_activated_first()
    {
        var south = _shop.Post("locations", """{"name":"South"}""");
        var item = await _shop.ItemAsync("MUG-1");

        var outcome = await _shop.Connector().ApplyAsync(Level(item, south, 5), Cancel);

        outcome.ShouldBeOfType<Outcome.Updated>();
        await ShouldStandAtAsync(Level(item, south, 5));
    }

    [Fact]
    public async Task Stock_that_returns_to_an_earlier_number_is_set_again()
    {
        // The write's key is made of its content, so the third write has the key of the first.
        var item = await _shop.ItemAsync("MUG-1");
        var connector = _shop.Connector();
        foreach (var available in new[] { 5, 7, 5 })
        {
            (await connector.ApplyAsync(Level(item, _shop.Main, available), Cancel)).ShouldBeOfType<Outcome.Updated>();
        }

        await ShouldStandAtAsync(Level(item, _shop.Main, 5));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_again_under_the_same_key()
    {
        var write = Level(await _shop.ItemAsync("MUG-1"), _shop.Main, 9);
        _shop.Fail(502, "mutation", afterCommit: true);

        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Updated>();

        await ShouldStandAtAsync(write);
        _shop.Mutations().ShouldBe(2, "the second one was answered from the first");
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_unknown_and_then_found()
    {
        var write = Level(await _shop.ItemAsync("MUG-1"), _shop.Main, 9);
        _shop.Fail(502, "mutation", afterCommit: true, times: 4);

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));

        await ShouldStandAtAsync(write);
    }

    [Fact]
    public async Task A_repeat_of_a_lost_write_does_not_undo_the_sale_that_came_after_it()
    {
        var item = await _shop.ItemAsync("MUG-1");
        var tokens = new MemoryTokens();
        _shop.Fail(502, "mutation", afterCommit: true, times: 4);
        await Should.ThrowAsync<Exception>(() => Living(tokens).ApplyAsync(Level(item, _shop.Main, 9), Cancel));
        await _shop.Connector().ApplyAsync(Level(item, _shop.Main, 8), Cancel); // A sale, as the shop sees it.

        // The host was restarted, and the same change is written again.
        (await Living(tokens).ApplyAsync(Level(item, _shop.Main, 9), Cancel)).ShouldBeOfType<Outcome.Updated>();
        await ShouldStandAtAsync(Level(item, _shop.Main, 8));

        // Its answer has come. Written once more, as a person has it replayed, it is meant.
        (await Living(tokens).ApplyAsync(Level(item, _shop.Main, 9), Cancel)).ShouldBeOfType<Outcome.Updated>();
        await ShouldStandAtAsync(Level(item, _shop.Main, 9));
    }

    [Fact]
    public async Task A_lost_write_is_not_taken_for_a_later_one_of_the_same_number()
    {
        var item = await _shop.ItemAsync("MUG-1");
        var tokens = new MemoryTokens();
        _shop.Fail(502, "mutation", afterCommit: true, times: 4);
        await Should.ThrowAsync<Exception>(() => Living(tokens).ApplyAsync(Level(item, _shop.Main, 5), Cancel));

        await Living(tokens).ApplyAsync(Level(item, _shop.Main, 7), Cancel);
        await Living(tokens).ApplyAsync(Level(item, _shop.Main, 5), Cancel);

        await ShouldStandAtAsync(Level(item, _shop.Main, 5));
    }

    [Fact]
    public async Task A_repeat_that_is_refused_says_nothing_of_the_attempt_before_it()
    {
        var write = Level(await _shop.ItemAsync("MUG-1"), _shop.Main, 9);
        _shop.Fail(502, "mutation", afterCommit: true);
        _shop.Fail(403, "mutation");

        var fault = await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));

        fault.Message.ShouldContain("allow");
        await ShouldStandAtAsync(write);
    }

    [Fact]
    public async Task Half_a_piece_is_refused_and_not_rounded()
    {
        var outcome = await _shop.Connector().ApplyAsync(
            Level(await _shop.ItemAsync("MUG-1"), _shop.Main, 2.5m), Cancel);

        outcome.ShouldBeOfType<Outcome.Rejected>().Field.ShouldBe("available");
    }

    [Fact]
    public async Task A_level_that_was_sold_from_since_it_was_read_is_not_overwritten()
    {
        var item = await _shop.ItemAsync("MUG-1");
        await _shop.Connector().ApplyAsync(Level(item, _shop.Main, 10), Cancel);
        await _shop.Connector().ApplyAsync(Level(item, _shop.Main, 9), Cancel); // A sale, as the shop sees it.

        var outcomes = await _shop.Connector().ApplyManyAsync(
            [Level(item, _shop.Main, 15, changeFrom: 10), Level(item, _shop.East, 4, changeFrom: 0)], Cancel);

        outcomes[0].ShouldBeOfType<Outcome.RetryLater>("it is mapped again with what stands now");
        outcomes[1].ShouldBeOfType<Outcome.Updated>("the others of the call are not held up");
        await ShouldStandAtAsync(Level(item, _shop.Main, 9));
        (await _shop.Connector().ApplyAsync(Level(item, _shop.Main, 14, changeFrom: 9), Cancel))
            .ShouldBeOfType<Outcome.Updated>();
        await ShouldStandAtAsync(Level(item, _shop.Main, 14));
    }

    [Fact]
    public async Task A_lost_answer_of_a_compared_level_does_not_undo_a_sale_when_it_is_sent_again()
    {
        var item = await _shop.ItemAsync("MUG-1");
        var write = Level(item, _shop.Main, 9, changeFrom: 0);
        _shop.Fail(502, "mutation", afterCommit: true, times: 4);
        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));
        await _shop.Connector().ApplyAsync(Level(item, _shop.Main, 8), Cancel);
        _shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.RetryLater>();

        await ShouldStandAtAsync(Level(item, _shop.Main, 8));
    }

    private ShopifyConnector Living(Tokens tokens) => _shop.Connector(TestShop.Options, null, null, tokens);

    private async Task ShouldStandAtAsync(Write write) =>
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();

    private async Task<IReadOnlyList<Write>> LevelsAsync(int count)
    {
        var skus = Enumerable.Range(1, count).Select(number => $"LEVEL-{number:0000}").ToArray();
        foreach (var sku in skus)
        {
            _shop.Post("products", $$"""{"sku":"{{sku}}"}""");
        }

        var items = await _shop.Connector().FindAsync("inventoryItem", "sku", skus, Cancel);
        return [.. items.Select((item, at) => Level(item.Id, _shop.Main, at + 1))];
    }

    private static Write Level(string item, string location, decimal available, int? changeFrom = null)
    {
        var record = new Record { ["inventoryItemId"] = item, ["locationId"] = location, ["available"] = available };
        if (changeFrom is { } from)
        {
            record["changeFrom"] = from;
        }

        return new Write("inventoryLevel", Record.Parse(record.ToUtf8()), $"stock|{item}|{location}|{available}");
    }
}
