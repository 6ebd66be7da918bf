using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.Records;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.TestKit;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

/// <summary>The door keeps the request until the client gives up, on a clock that only the test moves.</summary>
public sealed class When_a_shop_does_not_answer
{
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(30);

    private readonly TestShop _shop = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_hangs_is_unknown_after_30_seconds_and_then_looked_up(bool afterCommit)
    {
        var write = new Write("inventoryLevel", Record.Parse($$"""
            {"inventoryItemId":"{{await _shop.ItemAsync("MUG-1")}}","locationId":"{{_shop.Main}}","available":7}
            """), "level");
        _shop.Ask("POST", "faults", $$"""
            {"operation":"mutation/","hang":true,"afterCommit":{{(afterCommit ? "true" : "false")}}}
            """);

        var applying = Connector().ApplyAsync(write, Cancel);
        _time.Advance(GivesUpAfter - TimeSpan.FromSeconds(1));
        applying.IsCompleted.ShouldBeFalse("the shop may still answer");
        _time.Advance(TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<ShopifyFault>(() => applying)).Kind.ShouldBe(ShopifyFaultKind.Unknown);
        var recovered = await Connector().RecoverAsync(write, Cancel);
        (recovered is Recovery.Landed).ShouldBe(afterCommit);
    }

    [Fact]
    public async Task An_answer_takes_as_long_as_the_knob_says()
    {
        _shop.Ask("POST", "knobs", """{"latencyMs":1500}""");

        var reading = Connector().FindAsync("inventoryItem", "sku", ["MUG-1"], Cancel);
        _time.Advance(TimeSpan.FromMilliseconds(1499));
        reading.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await reading).ShouldHaveSingleItem();
    }

    private ShopifyConnector Connector() => (ShopifyConnector)ConnectorHarness.Connect(
        new ShopifyPlugin(), TestShop.Options, new InProcessDoor(_shop.Simulator, _time), _time, _shop.Budget);
}
