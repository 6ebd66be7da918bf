using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_records_belong_together
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refund_does_not_overtake_its_order()
    {
        await using var bench = new Bench();
        var hang = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        bench.Erp.BeforeWrite = write =>
        {
            begun.TrySetResult();
            return write.Record.Text("externalId") == "7" ? hang.Task : Task.CompletedTask;
        };
        await bench.StartAsync(Bench.Orders);
        // Not in the feed: the first poll would tell of them without saying that they belong together.
        bench.Shop.Change("order", "7", "1", """{"id":"7","total":"10"}""");
        bench.Shop.Change("order", "r7", "1", """{"id":"r7","total":"-4"}""");
        bench.Shop.Change("order", "8", "1", """{"id":"8","total":"5"}""");
        var at = bench.Time.GetUtcNow();
        await bench.StoreAsAnotherHostAsync(new Append(
        [
            Change("7", null, at), Change("r7", "7", at), Change("8", "7", at),
        ]));
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await begun.Task;
        await bench.State.HappenedAsync("claim", 2);
        bench.Erp.Writes.ShouldBeEmpty("its refund waits for the order, and so does what else belongs to it");

        hang.SetResult();
        await bench.State.HappenedAsync("settle", 3);
        bench.Erp.Writes.Select(write => write.Record.Text("externalId")).ShouldBe(["7", "r7", "8"]);
    }

    [Theory]
    [InlineData("pcoa")]
    [InlineData("acop")]
    [InlineData("oapc")]
    [InlineData("aocp")]
    [InlineData("cpao")]
    public async Task Whatever_arrives_first_ends_in_the_same_state(string arrivals)
    {
        // c customer, p product in the target, o order, a what is paid for the order.
        await using var bench = new Bench();
        var payments = Bench.Orders with { Name = "payments", Link = "payment", From = new("shop", "payment"),
            To = new("erp", "deposit"), Script = "payment.csx" };
        bench.Scripts
            .With("order.csx", script => new Record
            {
                ["externalId"] = script.source.Text("id"),
                ["entity"] = script.Link("customer", "c1"),
                ["item"] = script.Find("item", by: "itemId", "SKU-1"),
            })
            .With("payment.csx", script => new Record
            {
                ["externalId"] = script.source.Text("id"),
                ["salesOrder"] = script.Link("order", script.source.Text("order")),
            });
        await bench.StartAsync(Bench.Customers, Bench.Orders, payments);
        foreach (var arrival in arrivals)
        {
            switch (arrival)
            {
                case 'c': bench.Shop.Put("customer", "c1", "1", """{"id":"c1"}"""); break;
                case 'p': bench.Erp.Put("item", "215", "1", """{"itemId":"SKU-1"}"""); break;
                case 'o': bench.Shop.Put("order", "7", "1", """{"id":"7"}"""); break;
                case 'a': bench.Shop.Put("payment", "t7", "1", """{"id":"t7","order":"7"}"""); break;
            }

            foreach (var flow in new[] { "customers", "orders", "payments" })
            {
                bench.Engine.PollNow(flow);
            }

            bench.Time.Advance(TimeSpan.FromSeconds(20));
        }

        await bench.PassTimeUntilAsync(async () =>
            (await bench.History.CountsAsync(Cancel)).Sum(flow => flow.Written) == 3);

        (await bench.History.ProblemsAsync(Cancel)).ShouldBeEmpty();
        var order = bench.Erp.Writes.Single(write => write.Entity == "salesOrder");
        var customer = bench.Erp.Writes.Single(write => write.Entity == "customer");
        (await bench.History.FindAsync("c1", Cancel)).Single().Entry!.TargetId.ShouldBe(order.Record.Text("entity"));
        order.Record.Text("item").ShouldBe("215");
        customer.Record.Text("externalId").ShouldBe("c1");
        bench.Erp.Writes.Single(write => write.Entity == "deposit").Record.Text("salesOrder")
            .ShouldBe((await bench.History.FindAsync("7", Cancel)).Single().Entry!.TargetId);
    }

    private static NewChange Change(string id, string? group, DateTimeOffset at) => new(
        new RecordKey("orders", "order", id), 0, new Change("order", id, "1") { GroupKey = group }, "poll", at);
}
