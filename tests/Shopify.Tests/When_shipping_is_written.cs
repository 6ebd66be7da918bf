using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_shipping_is_written
{
    private readonly TestShop _shop = new();
    private readonly string _order;

    public When_shipping_is_written() => _order = _shop.Order(TestShop.Line("MUG-1", 3));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string FulfillmentOrder => Only("FulfillmentOrder").GetProperty("id").GetString()!;

    [Fact]
    public async Task A_delivery_is_told_once_also_when_the_answer_is_lost()
    {
        var fulfillment = await new Played(_shop).ShipAsync(_order, Cancel);
        _shop.Fail(502, "mutation", afterCommit: true);
        var write = Write("fulfillmentEvent", $$"""
            {"fulfillment":"{{fulfillment}}","status":"DELIVERED","happenedAt":"2026-11-24T10:00:00+01:00"}
            """);

        await Should.ThrowAsync<Exception>(() => _shop.Connector().ApplyAsync(write, Cancel));
        (await _shop.Connector().RecoverAsync(write, Cancel)).ShouldBeOfType<Recovery.Landed>();
        (await _shop.Connector().ApplyAsync(write, Cancel)).ShouldBeOfType<Outcome.Unchanged>();

        _shop.Records("FulfillmentEvent").Length.ShouldBe(1);
        Only("Fulfillment").GetProperty("deliveredAt").GetString().ShouldBe("2026-11-24T09:00:00Z");
    }

    [Fact]
    public async Task A_fulfilment_is_cancelled_and_its_lines_may_be_shipped_anew()
    {
        var fulfillment = await new Played(_shop).ShipAsync(_order, Cancel);
        var cancel = Write("fulfillment", $$"""{"order":"{{_order}}"}""", fulfillment) with
        {
            Kind = ChangeKind.Delete,
        };

        (await _shop.Connector().ApplyAsync(cancel, Cancel)).ShouldBeOfType<Outcome.Deleted>();
        (await _shop.Connector().ApplyAsync(cancel, Cancel)).ShouldBeOfType<Outcome.Deleted>("once more is the same");

        var again = Write("fulfillment", $$"""{"order":"{{_order}}"}""") with { Key = "another" };
        (await _shop.Connector().ApplyAsync(again, Cancel)).ShouldBeOfType<Outcome.Created>()
            .Id.ShouldNotBe(fulfillment);
    }

    [Fact]
    public async Task A_fulfilment_order_is_held_once_and_released()
    {
        await WriteAsync(
            "fulfillmentOrder", """{"hold":{"reason":"OTHER","notes":"credit limit"}}""", FulfillmentOrder);
        (await WriteAsync("fulfillmentOrder", """{"hold":{"reason":"OTHER"}}""", FulfillmentOrder))
            .ShouldBeOfType<Outcome.Unchanged>();
        Only("FulfillmentOrder").GetProperty("status").GetString().ShouldBe("ON_HOLD");

        (await WriteAsync("fulfillmentOrder", """{"release":true}""", FulfillmentOrder))
            .ShouldBeOfType<Outcome.Updated>();

        Only("FulfillmentOrder").GetProperty("status").GetString().ShouldBe("OPEN");
    }

    [Fact]
    public async Task A_fulfilment_order_is_moved_to_another_location()
    {
        var move = $$"""{"location":"{{_shop.East}}"}""";
        (await WriteAsync("fulfillmentOrder", move, FulfillmentOrder)).ShouldBeOfType<Outcome.Updated>();

        (await WriteAsync("fulfillmentOrder", move, FulfillmentOrder)).ShouldBeOfType<Outcome.Unchanged>();
        Only("FulfillmentOrder").GetProperty("assignedLocation").GetProperty("name").GetString().ShouldBe("East");
    }

    [Fact]
    public async Task A_place_that_does_not_exist_is_said() =>
        (await WriteAsync("fulfillmentOrder", """{"location":"gid://shopify/Location/404"}""", FulfillmentOrder))
            .ShouldBeOfType<Outcome.Rejected>().Code.ShouldBe("LOCATION_NOT_FOUND");

    private JsonElement Only(string type) => _shop.Records(type).ShouldHaveSingleItem();

    private Task<Outcome> WriteAsync(string entity, string record, string? id = null) =>
        _shop.Connector().ApplyAsync(Write(entity, record, id), Cancel);

    private static Write Write(string entity, string record, string? id = null) =>
        new(entity, Record.Parse(record), $"k|{record}") { Id = id };
}
