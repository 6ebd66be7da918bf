using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_fulfilment_is_written
{
    private const string Create = "mutation/FulfillmentCreate";
    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_carries_its_lines_and_tracking()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 2), TestShop.Line("TEE-1", 1));

        var outcome = await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 2)));

        outcome.ShouldBeOfType<Outcome.Created>();
        var made = _shop.Fulfillments().ShouldHaveSingleItem();
        made.GetProperty("totalQuantity").GetInt32().ShouldBe(2);
        Number(made).ShouldBe("1Z1");
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_found_by_its_tracking_number()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 4));
        var write = Parcel(order, "1Z1", ("MUG-1", 2));
        _shop.Fail(502, Create, afterCommit: true);

        await Should.ThrowAsync<ShopifyFault>(() => ApplyAsync(write));

        // The process may have died meanwhile: another connector is asked.
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();
        (await ApplyAsync(write)).ShouldBeOfType<Outcome.Unchanged>();
        _shop.Fulfillments().Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_parcel_of_equal_content_is_a_second_fulfilment()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 4));

        (await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 2)))).ShouldBeOfType<Outcome.Created>();
        (await ApplyAsync(Parcel(order, "1Z2", ("MUG-1", 2)))).ShouldBeOfType<Outcome.Created>();

        _shop.Fulfillments().Select(Number).ShouldBe(["1Z1", "1Z2"]);
    }

    [Fact]
    public async Task A_shipment_under_the_number_of_another_ships_all_of_its_lines()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 2), TestShop.Line("TEE-1", 1));
        await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 1)), key: "the other");
        var both = Parcel(order, "1Z1", ("MUG-1", 1), ("TEE-1", 1));

        (await ApplyAsync(both)).ShouldBeOfType<Outcome.Created>();

        _shop.Fulfillments().Select(made => made.GetProperty("totalQuantity").GetInt32())
            .ShouldBe([1, 2], ignoreOrder: true);
    }

    [Fact]
    public async Task A_write_that_broke_off_after_a_restart_does_not_ship_its_first_part_twice()
    {
        var order = _shop.Order(
            TestShop.Line("MUG-1", 1, "Main Warehouse"), TestShop.Line("MUG-1", 3, "East"),
            TestShop.Line("TEE-1", 2, "Main Warehouse"), TestShop.Line("MUG-2", 1, "East"));
        var write = Parcel(order, "1Z1", ("TEE-1", 1), ("MUG-1", 1), ("MUG-2", 1));
        _shop.Fail(502, Create, afterCommit: true);
        await Should.ThrowAsync<ShopifyFault>(() => ApplyAsync(write));

        var restarted = _shop.Connector();
        (await restarted.RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await restarted.ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Created>();

        _shop.Fulfillments().Sum(made => made.GetProperty("totalQuantity").GetInt32()).ShouldBe(3);
    }

    [Fact]
    public async Task Two_locations_are_two_fulfilments()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 1, "Main Warehouse"), TestShop.Line("TEE-1", 1, "East"));

        var outcome = await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 1), ("TEE-1", 1)));

        outcome.ShouldBeOfType<Outcome.Created>();
        _shop.Fulfillments().Select(made => made.GetProperty("location").GetString())
            .ShouldBe([_shop.Main, _shop.East], ignoreOrder: true);
    }

    [Fact]
    public async Task A_write_that_broke_off_between_two_locations_goes_on_with_the_rest()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 1, "Main Warehouse"), TestShop.Line("TEE-1", 1, "East"));
        var write = Parcel(order, "1Z1", ("MUG-1", 1), ("TEE-1", 1));
        _shop.Fail(502, Create, afterCommit: true);

        await Should.ThrowAsync<ShopifyFault>(() => ApplyAsync(write));

        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await ApplyAsync(write)).ShouldBeOfType<Outcome.Created>();
        _shop.Fulfillments().Length.ShouldBe(2);
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();
    }

    [Fact]
    public async Task Without_tracking_a_lookalike_of_somebody_else_is_not_taken_for_ours()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 4));
        await ApplyAsync(Parcel(order, null, ("MUG-1", 2)), key: "somebody-else");
        var write = Parcel(order, null, ("MUG-1", 2));

        (await ApplyAsync(write)).ShouldBeOfType<Outcome.Created>();

        _shop.Fulfillments().Length.ShouldBe(2);
    }

    [Fact]
    public async Task Without_tracking_and_after_a_restart_what_cannot_be_told_is_said()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 4));
        var write = Parcel(order, null, ("MUG-1", 2));
        await ApplyAsync(write);

        var fault = await Should.ThrowAsync<ShopifyFault>(() => _shop.Connector().RecoverAsync(write, Cancel));

        fault.Kind.ShouldBe(ShopifyFaultKind.Unknown);
        fault.Message.ShouldContain("#1001");
        fault.Message.ShouldContain("tracking number");
    }

    [Fact]
    public async Task More_than_is_left_is_refused_with_the_numbers()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 2));

        var rejected = (await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 3)))).ShouldBeOfType<Outcome.Rejected>();

        rejected.Reason.ShouldBe("#1001 has 2 of MUG-1 left to fulfil, not 3");
        rejected.Value.ShouldBe("MUG-1");
    }

    [Fact]
    public async Task An_order_of_120_lines_is_fulfilled_whole()
    {
        var lines = Enumerable.Range(1, 120).Select(number => $"SKU-{number}").ToArray();
        var order = _shop.Order([.. lines.Select(sku => TestShop.Line(sku, 1))]);

        await ApplyAsync(Parcel(order, "1Z1", [.. lines.Select(sku => (sku, 1))]));

        _shop.Fulfillments().ShouldHaveSingleItem().GetProperty("totalQuantity").GetInt32().ShouldBe(120);
    }

    [Fact]
    public async Task A_tracking_number_that_comes_later_is_added_to_the_fulfilment_that_stands()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 2));
        var made = (await ApplyAsync(Parcel(order, null, ("MUG-1", 1)))).ShouldBeOfType<Outcome.Created>();
        var tracked = Parcel(order, "1Z1", ("MUG-1", 1)) with { Id = made.Id };

        (await ApplyAsync(tracked)).ShouldBeOfType<Outcome.Updated>().Id.ShouldBe(made.Id);

        Number(_shop.Fulfillments().ShouldHaveSingleItem()).ShouldBe("1Z1");
        (await ApplyAsync(tracked)).ShouldBeOfType<Outcome.Unchanged>().Id.ShouldBe(made.Id);
    }

    [Fact]
    public async Task A_tracking_number_that_changes_is_changed_at_every_location_also_after_a_break()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 1, "Main Warehouse"), TestShop.Line("TEE-1", 1, "East"));
        var made = (await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 1), ("TEE-1", 1))))
            .ShouldBeOfType<Outcome.Created>();
        var changed = Parcel(order, "1Z2", ("MUG-1", 1), ("TEE-1", 1)) with { Id = made.Id };
        _shop.Fail(502, "mutation/FulfillmentTracking", afterCommit: true);

        await Should.ThrowAsync<ShopifyFault>(() => ApplyAsync(changed));
        (await _shop.Connector().RecoverAsync(changed, Cancel)).ShouldBeOfType<Recovery.NotWritten>();
        (await ApplyAsync(changed)).ShouldBeOfType<Outcome.Updated>().Id.ShouldBe(made.Id);

        _shop.Fulfillments().Select(Number).ShouldBe(["1Z2", "1Z2"]);
    }

    [Fact]
    public async Task Other_quantities_of_a_fulfilment_that_stands_ship_nothing_and_are_refused()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 4));
        var made = (await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 1)))).ShouldBeOfType<Outcome.Created>();

        var outcome = await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 3)) with { Id = made.Id });

        outcome.ShouldBeOfType<Outcome.Rejected>().Reason.ShouldStartWith("a fulfilment that exists is not changed");
        _shop.Fulfillments().ShouldHaveSingleItem().GetProperty("totalQuantity").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_fulfilment_that_is_gone_from_the_shop_is_not_shipped_again()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 2));

        var outcome = await ApplyAsync(Parcel(order, "1Z1", ("MUG-1", 1)) with { Id = "gid://shopify/Fulfillment/9" });

        outcome.ShouldBeOfType<Outcome.Rejected>().Reason.ShouldContain("cancelled in the shop");
        _shop.Fulfillments().ShouldBeEmpty();
    }

    private static string? Number(JsonElement made) =>
        made.GetProperty("trackingInfo")[0].GetProperty("number").GetString();

    private Task<Outcome> ApplyAsync(Write write, string? key = null) =>
        _shop.Connector().ApplyAsync(key is null ? write : write with { Key = key }, Cancel);

    private static Write Parcel(string order, string? number, params (string Sku, int Quantity)[] lines)
    {
        var record = new Record
        {
            ["order"] = order,
            ["lines"] = lines.Select(line => new Record { ["sku"] = line.Sku, ["quantity"] = line.Quantity }).ToArray(),
            ["tracking"] = new Record { ["company"] = "UPS", ["numbers"] = number is null ? [] : new[] { number } },
        };
        return new Write("fulfillment", Record.Parse(record.ToUtf8()), $"ship|{order}|{number}");
    }
}
