using System.Globalization;
using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.Simulators.Shopify.Shop;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_shop_is_busy
{
    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_levels_are_set_in_41_calls_at_most()
    {
        var writes = Levels(10_000);
        var before = _shop.Mutations();

        foreach (var part in writes.Chunk(_shop.Connector().BatchSizeOf("inventoryLevel")))
        {
            (await _shop.Connector().ApplyManyAsync(part, Cancel)).ShouldAllBe(outcome => outcome is Outcome.Updated);
        }

        (_shop.Mutations() - before).ShouldBeLessThanOrEqualTo(41);
    }

    [Fact]
    public async Task A_shop_that_refuses_every_second_call_loses_nothing()
    {
        var writes = Levels(2_000);
        _shop.Ask("POST", "knobs", """{"throttleEvery":2}""");
        var (connector, open) = (_shop.Connector(), new Queue<Write>(writes));
        for (var calls = 0; open.Count > 0; calls++)
        {
            calls.ShouldBeLessThan(40);
            var part = Enumerable.Range(0, Math.Min(250, open.Count)).Select(_ => open.Dequeue()).ToArray();
            var outcomes = await connector.ApplyManyAsync(part, Cancel);
            foreach (var (write, outcome) in part.Zip(outcomes))
            {
                if (outcome is Outcome.RetryLater later)
                {
                    later.After.ShouldNotBeNull("the wait is computed from what the shop says of its bucket");
                    open.Enqueue(write); // As the host does.
                }
            }
        }

        _shop.Simulator.Find(TestShop.Domain)!.State.All("InventoryLevel")
            .Count(level => level["available"]!.GetValue<int>() == 7).ShouldBe(2_000);
        _shop.Budget.Refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_daily_limit_is_not_asked_again_at_once()
    {
        _shop.Fail(429, "mutation", times: 3);
        var before = _shop.Ask("GET", "summary").GetProperty("requests").GetInt32();

        (await _shop.Connector().ApplyAsync(Levels(1)[0], Cancel)).ShouldBeOfType<Outcome.RetryLater>();

        (_shop.Ask("GET", "summary").GetProperty("requests").GetInt32() - before).ShouldBeLessThanOrEqualTo(1);
    }

    private Write[] Levels(int count)
    {
        var state = _shop.Simulator.Find(TestShop.Domain)!.State;
        for (var number = 0; number < count; number++)
        {
            new Catalogue(state).Add(
                string.Create(CultureInfo.InvariantCulture, $"SKU-{number}"), "Thing", "1.00", []);
        }

        return
        [
            .. state.All("InventoryItem").Skip(3).Select((item, number) => new Write("inventoryLevel",
                Record.Parse(JsonSerializer.Serialize(new
                {
                    inventoryItemId = item["id"]!.GetValue<string>(), locationId = _shop.Main, available = 7,
                })), string.Create(CultureInfo.InvariantCulture, $"level|{number}"))),
        ];
    }
}
