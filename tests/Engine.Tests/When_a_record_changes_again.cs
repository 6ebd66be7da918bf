using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_record_changes_again
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_came_while_a_write_was_unknown_is_written_after_it()
    {
        await using var bench = new Bench();
        bench.Erp.AfterWrite = _ => throw new HttpRequestException("the connection broke");
        bench.Erp.Recover = _ => throw new HttpRequestException("still down");
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("retry", 1);

        bench.Shop.Put("order", "7", "2", """{"id":"7","total":"2"}""");
        var appended = bench.State.CountOf("append");
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("append", appended + 1);
        bench.Erp.Recover = _ => null;
        bench.Erp.AfterWrite = _ => { };
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.Select(write => write.Record.Money("total")).ShouldBe([1m, 2m]);
    }

    [Fact]
    public async Task A_total_that_differs_stays_told_when_the_record_is_only_touched()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script =>
        {
            script.Expect("total", 10.51m);
            return new Record { ["total"] = 10.50m };
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""", "#1007");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);
        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Code.ShouldBe("amount-differs");

        bench.Shop.Put("order", "7", "2", """{"id":"7","tags":"x"}""", "#1007");
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("settle", 2);

        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Code.ShouldBe("amount-differs");
    }

    [Fact]
    public async Task What_could_not_be_read_yet_is_written_once_it_can()
    {
        await using var bench = new Bench();
        await bench.StartAsync(Bench.Orders);
        await bench.Engine.AcceptWebhookAsync("shop", new WebhookRequest(
            new Dictionary<string, string> { ["delivery"] = "a" },
            Encoding.UTF8.GetBytes("""{"id":"7","version":"1"}""")), Cancel);
        await bench.State.HappenedAsync("settle", 1);

        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_the_source_no_longer_wants_is_told_while_it_stands_in_the_target()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""", "#1007");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Scripts.With("order.csx", script => script.Skip("cancelled in Shopify"));
        bench.Shop.Put("order", "7", "2", """{"id":"7","total":"1"}""", "#1007");
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("settle", 2);

        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.NeedsPerson.ShouldBeTrue();
        problem.Text.ShouldBe("written to erp as salesOrder, and now: cancelled in Shopify");
        (await bench.Engine.ReleaseAsync(problem.Cause, int.MaxValue, "ana", Cancel)).ShouldBe(1);
        (await bench.History.ProblemsAsync(Cancel)).ShouldBeEmpty("a person has seen to it");
    }

    [Fact]
    public async Task A_held_record_keeps_its_newest_change_only()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record
        {
            ["item"] = script.Find("item", by: "itemId", "NOT-SOLD-HERE"),
        });
        bench.Shop.Put("order", "7", "0", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);
        for (var version = 1; version <= 5; version++)
        {
            bench.Shop.Put("order", "7", $"{version}", """{"id":"7"}""");
            bench.Engine.PollNow("orders");
            await bench.State.HappenedAsync("park", version + 1);
        }

        (await bench.HealthAsync(Cancel)).Pending.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_target_changes_by_itself_is_sent_again_with_every_new_version()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"5"}""");
        await bench.StartAsync(Bench.Orders with { To = new Endpoint("erp", "level") });
        await bench.State.HappenedAsync("settle", 1);

        bench.Shop.Put("order", "7", "2", """{"id":"7","total":"5"}""");
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_tried_again_and_again_is_told()
    {
        await using var bench = new Bench();
        bench.Erp.Answer = _ => new Outcome.RetryLater("the account is locked", null);
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"5"}""", "#1007");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("retry", 1);
        (await bench.History.ProblemsAsync(Cancel)).ShouldBeEmpty("a hiccup is nobody's business");
        for (var tries = 2; tries <= 3; tries++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(20));
            await bench.State.HappenedAsync("retry", tries);
        }

        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.NeedsPerson.ShouldBeFalse();
        problem.Text.ShouldBe("not settled after 3 tries: the account is locked");
        problem.Sample.ShouldBe(["#1007"]);
    }
}
