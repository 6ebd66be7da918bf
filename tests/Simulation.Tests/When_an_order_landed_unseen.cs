using System.Text.Json.Nodes;
using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Running;
using IntegrationHost.Simulation.Worlds;
using Shouldly;

namespace IntegrationHost.Simulation.Tests;

/// <summary>The sales order stands in the account, its answer never came, and the shop cancels before the host could
/// look.</summary>
public sealed class When_an_order_landed_unseen
{
    private const string SalesOrders = "/record/v1/salesOrder/";
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_cancellation_is_told_of_the_sales_order_that_stands() => Play();

    // It does not look any more as it was sent: that says who touched it last, not that it never landed.
    [Fact]
    public void A_cancellation_is_told_of_it_when_somebody_edited_it_there_meanwhile() => Play(
        new ItIsEditedThere(Seconds(50)));

    [Fact]
    public void A_cancellation_is_told_of_it_when_it_was_shipped_meanwhile() => Play(
        new OrderIsShipped(Seconds(50), 0, OnePiece: true, Tracked: true));

    // NetSuite works on after we gave up: when we look, nothing is there yet.
    [Theory]
    [InlineData(3)]
    [InlineData(14)]
    public void A_cancellation_is_told_of_one_that_is_finished_after_the_host_had_looked(int minutes)
    {
        var orders = new MadeOrders();
        var result = Run.Play(new Plan(Ordinary,
        [
            new ItIsFinishedLate(Seconds(30), TimeSpan.FromMinutes(minutes)),
            Placed,
            new OrderIsCancelled(Seconds(52), 0),
            orders.After(Seconds(55)),
        ]), KnownDefects.Plant(null));

        orders.Count.ShouldBe(0, "the sales order is not there yet when the shop cancels");
        result.Violations.ShouldBeEmpty();
        result.Took.ShouldBeGreaterThan(TimeSpan.FromMinutes(minutes));
    }

    // The same, and the machine goes down in between: nobody remembers when it was sent.
    [Fact]
    public void A_cancellation_is_told_of_it_by_a_host_that_started_again_meanwhile()
    {
        var result = Run.Play(new Plan(Ordinary,
        [
            new ItIsFinishedLate(Seconds(30), TimeSpan.FromMinutes(10)),
            Placed,
            new OrderIsCancelled(Seconds(52), 0),
            new HostIsRestarted(Seconds(60), TimeSpan.FromMinutes(2)),
        ]), KnownDefects.Plant(null));

        result.Violations.ShouldBeEmpty();
        result.Took.ShouldBeGreaterThan(TimeSpan.FromMinutes(10));
    }

    private static void Play(params WorldEvent[] meanwhile)
    {
        var orders = new MadeOrders();
        var result = Run.Play(new Plan(Ordinary,
        [
            new TheAnswerIsLost(Seconds(30)),
            Placed,
            .. meanwhile,
            new OrderIsCancelled(Seconds(52), 0),
            orders.After(Seconds(53)),
        ]), KnownDefects.Plant(null));

        orders.Count.ShouldBe(1, "the sales order stands when the shop cancels");
        result.Violations.ShouldBeEmpty();
    }

    private static Conditions Ordinary => new(
        1, Start, TimeSpan.Zero, TimeSpan.FromSeconds(20), HasWebhooks: true, ErpAtOnce: 4, ShopPoints: 1000,
        ShopPointsPerSecond: 100, PersonComes: false);

    private static OrderIsPlaced Placed => new(
        Seconds(40), 0, Catalogue.Skus[1], 2, 20m, 0m, "shopify_payments");

    private static TimeSpan Seconds(int count) => TimeSpan.FromSeconds(count);

    /// <summary>The next sales order is written and nobody hears of it; for a while it cannot be looked at.</summary>
    private sealed record TheAnswerIsLost(TimeSpan After) : WorldEvent(After)
    {
        public override void Happen(World world)
        {
            world.Erp.Spoil("PUT", SalesOrders, 502, 1, afterCommit: true);
            world.Erp.Spoil("GET", SalesOrders, 503, 20);
        }
    }

    /// <summary>The next sales order is finished so much later; for a while it cannot be looked at.</summary>
    private sealed record ItIsFinishedLate(TimeSpan After, TimeSpan Late) : WorldEvent(After)
    {
        public override void Happen(World world)
        {
            world.Erp.FinishLate("PUT", SalesOrders, Late);
            world.Erp.Spoil("GET", SalesOrders, 503, 20);
        }
    }

    private sealed record ItIsEditedThere(TimeSpan After) : WorldEvent(After)
    {
        public override void Happen(World world) => world.Erp.EditOrders(
            new JsonObject { ["email"] = "accounts@us.example" });
    }

    private sealed class MadeOrders
    {
        public int Count { get; private set; }

        public WorldEvent After(TimeSpan after) => new Looked(after, this);

        private sealed record Looked(TimeSpan After, MadeOrders Into) : WorldEvent(After)
        {
            public override void Happen(World world) => Into.Count = world.Erp.OrderCount;
        }
    }
}
