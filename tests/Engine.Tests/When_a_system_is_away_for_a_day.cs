using System.Globalization;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Limits;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_system_is_away_for_a_day
{
    private const int Lanes = 2;
    private static readonly FlowDefinition Orders = Bench.Orders with { Priority = Priority.Orders };
    private static readonly FlowDefinition Customers = Bench.Customers with { Priority = Priority.Catalogue };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_what_piled_up_drains_in_order_of_priority()
    {
        await using var bench = new Bench();
        bench.Erp.Outage = () => new HttpRequestException("no route to host");
        Put(bench, "customer", 20, 0);
        await bench.StartAsync(Customers, Orders);
        await UntilPausedAsync(bench);

        // The catalogue piles up first; the orders come last.
        Put(bench, "customer", 150, 100);
        bench.Engine.PollNow("customers");
        await bench.State.HappenedAsync("append", 2);
        Put(bench, "order", 60, 0);
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("append", 3);
        var tomorrow = bench.Time.GetUtcNow().AddDays(1);
        await bench.PassTimeUntilAsync(() => bench.Time.GetUtcNow() >= tomorrow, TimeSpan.FromMinutes(2));

        var status = bench.Engine.Status().Connections.Single(connection => connection.Name == "erp");
        status.State.ShouldBe(ConnectionState.Paused);
        status.Why!.ShouldStartWith("paused since 2026-11-24 08:0");
        bench.Erp.Writes.ShouldBeEmpty();

        bench.Erp.Outage = () => null;
        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 230));
        bench.Erp.CountOf("salesOrder").ShouldBe(60);
        bench.Erp.CountOf("customer").ShouldBe(170);
        DrainedOrdersFirst(bench);
    }

    [Fact]
    public async Task Its_flows_are_parked_and_others_go_on()
    {
        await using var bench = new Bench();
        bench.Erp.Outage = () => new HttpRequestException("no route to host");
        Put(bench, "order", 20, 0);
        await bench.StartAsync(Orders);
        await UntilPausedAsync(bench);
        await bench.State.HappenedAsync("retry", 20);
        var tried = bench.State.CountOf("retry");

        Put(bench, "order", 30, 100);
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("append", 2);
        bench.Engine.Status().Flows.Single().WaitsForConnection.ShouldBeTrue();
        var later = bench.Time.GetUtcNow().AddSeconds(30);
        await bench.PassTimeUntilAsync(() => bench.Time.GetUtcNow() >= later, TimeSpan.FromSeconds(1));
        bench.State.CountOf("retry").ShouldBe(tried, "parked records are not touched");
        (await bench.History.CountsAsync(Cancel)).Single().Pending.ShouldBe(50);
    }

    // What was tried before the pause (customers with ids below 100) comes back at its own time; of the others each
    // lane takes the orders first.
    private static void DrainedOrdersFirst(Bench bench)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var drained = bench.State.Claimed
                .Where(claimed => claimed.Lane == lane && claimed.Record.Attempts == 0
                    && (claimed.Record.Record.Flow == "orders" || claimed.Record.Record.Id.Length == 3))
                .Select(claimed => claimed.Record.Record.Flow).ToArray();
            drained.SkipWhile(flow => flow == "orders").ShouldNotContain("orders", $"lane {lane}");
        }
    }

    private static Task UntilPausedAsync(Bench bench) => bench.PassTimeUntilAsync(
        () => bench.Engine.Status().Connections.Any(connection => connection.State == ConnectionState.Paused),
        TimeSpan.FromMilliseconds(100));

    private static void Put(Bench bench, string entity, int count, int from)
    {
        foreach (var number in Enumerable.Range(from, count))
        {
            var id = number.ToString(CultureInfo.InvariantCulture);
            bench.Shop.Put(entity, id, "1", $$"""{"id":"{{id}}","total":"1"}""");
        }
    }
}
