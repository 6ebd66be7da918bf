using IntegrationHost.Connectors;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_write_goes_wrong
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rejected_record_waits_for_a_person_and_goes_on_when_its_cause_is_released()
    {
        await using var bench = new Bench();
        bench.Erp.Answer = _ => new Outcome.Rejected("no such currency", "INVALID_KEY_OR_REF", "currency", "XXX");
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);
        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Cause.ShouldBe("order/erp/INVALID_KEY_OR_REF/currency/XXX");

        bench.Erp.Answer = _ => null;
        (await bench.Engine.ReleaseAsync(problem.Cause, int.MaxValue, "ana", Cancel)).ShouldBe(1);
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.CountOf("salesOrder").ShouldBe(1);
    }

    [Fact]
    public async Task A_throttled_record_is_tried_again_no_sooner_than_the_target_asked()
    {
        await using var bench = new Bench();
        bench.Erp.Answer = _ => new Outcome.RetryLater("throttled", TimeSpan.FromMinutes(3));
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("retry", 1);
        bench.Erp.Answer = _ => null;

        bench.Time.Advance(TimeSpan.FromMinutes(2));
        bench.State.CountOf("settle").ShouldBe(0);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_lost_after_the_write_landed_is_recovered_not_repeated()
    {
        await using var bench = new Bench();
        bench.Erp.AfterWrite = _ => throw new HttpRequestException("the connection broke");
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.CountOf("salesOrder").ShouldBe(1);
        bench.Erp.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_of_unknown_fate_is_not_sent_again_before_the_target_can_tell()
    {
        await using var bench = new Bench();
        bench.Erp.AfterWrite = _ => throw new HttpRequestException("the connection broke");
        bench.Erp.Recover = _ => throw new HttpRequestException("still down");
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("retry", 1);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.State.HappenedAsync("retry", 2);
        bench.Erp.Recover = _ => null;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_stops_between_write_and_settle_finds_the_write_again()
    {
        await using var bench = new Bench();
        var landed = new TaskCompletionSource();
        bench.Erp.AfterWrite = _ =>
        {
            landed.TrySetResult();
            throw new OperationCanceledException("the process ends here");
        };
        bench.Erp.Recover = _ => throw new HttpRequestException("the process is gone");
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await landed.Task;
        await bench.StopAsync();

        bench.Erp.AfterWrite = _ => { };
        bench.Erp.Recover = _ => null;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.Count.ShouldBe(1);
        bench.Erp.CountOf("salesOrder").ShouldBe(1);
    }

    // Found by the simulation: seed 9.
    [Fact]
    public async Task A_new_record_that_landed_unseen_is_found_before_its_source_is_left_out()
    {
        await using var bench = await LandedUnseenThenCancelledAsync();
        bench.Erp.Recover = _ => null;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.State.HappenedAsync("settle", 2);

        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Code.ShouldBe("stands-in-target");
    }

    // It stands there and somebody has edited it since: the target can only tell that it is there.
    [Fact]
    public async Task A_new_record_that_stands_otherwise_than_sent_is_sent_again_before_its_source_is_left_out()
    {
        await using var bench = await LandedUnseenThenCancelledAsync();
        bench.Erp.Recover = _ => new Recovery.Partly("it stands and looks otherwise");
        bench.Erp.AfterWrite = _ => { };
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.State.HappenedAsync("settle", 2);

        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Code.ShouldBe("stands-in-target");
        (await bench.History.FindAsync("7", Cancel)).ShouldHaveSingleItem().State.ShouldBe("written");
        bench.Erp.Writes.Select(write => write.Key).Distinct().ShouldHaveSingleItem("the very same write");
    }

    [Fact]
    public async Task A_person_can_leave_out_what_stands_in_part_and_is_refused_and_is_told_that_it_stands()
    {
        await using var bench = await LandedUnseenThenCancelledAsync();
        bench.Erp.Recover = _ => new Recovery.Partly("it stands and looks otherwise");
        bench.Erp.Answer = _ => new Outcome.Rejected("the period is closed", "CLOSED");
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.State.HappenedAsync("park", 1);
        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Code.ShouldBe("CLOSED");

        await bench.Engine.SkipAsync(problem.Cause, "seen to by hand", "ana", Cancel);
        await bench.State.HappenedAsync("settle", 1);

        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Code.ShouldBe("stands-in-target");
    }

    // It was looked for and was not there; then the target made it all the same.
    [Fact]
    public async Task A_new_record_that_lands_after_it_was_looked_for_is_found_before_its_source_is_left_out()
    {
        await using var bench = await LandedUnseenThenCancelledAsync();
        var hasLanded = false;
        bench.Erp.Recover = _ => hasLanded
            ? new Recovery.Landed(new Outcome.Created("1", "1")) : new Recovery.NotWritten();
        await LookedForAsync(bench, TimeSpan.FromMinutes(14));
        bench.State.CountOf("settle").ShouldBe(0, "it may still land");

        hasLanded = true;
        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 2));

        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Code.ShouldBe("stands-in-target");
    }

    [Fact]
    public async Task A_new_record_that_can_no_longer_land_is_left_out_with_its_source()
    {
        await using var bench = await LandedUnseenThenCancelledAsync();
        bench.Erp.Recover = _ => new Recovery.NotWritten();
        var began = bench.Time.GetUtcNow();

        await bench.PassTimeUntilAsync(() => bench.State.CountOf("settle") > 0, TimeSpan.FromSeconds(5));

        (bench.Time.GetUtcNow() - began).ShouldBeInRange(TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(40));
        (await bench.History.ProblemsAsync(Cancel)).ShouldBeEmpty();
        (await bench.History.FindAsync("7", Cancel)).ShouldHaveSingleItem().State.ShouldBe("skipped");
    }

    [Fact]
    public async Task A_host_that_starts_again_waits_anew_for_what_its_earlier_life_may_have_sent_last()
    {
        await using var bench = await LandedUnseenThenCancelledAsync();
        await bench.CrashAsync();
        bench.Erp.Recover = _ => new Recovery.NotWritten();
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.StartAsync(Bench.Customers);
        await bench.State.HappenedAsync("retry", 1);
        bench.State.CountOf("settle").ShouldBe(0, "nobody knows when it was sent, only that it was before");

        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 1));
    }

    // The second attempt was answered; the first was not, and can still land.
    [Fact]
    public async Task A_refusal_does_not_end_the_wait_for_an_attempt_before_it()
    {
        await using var bench = new Bench();
        bench.Erp.AfterWrite = _ => throw new HttpRequestException("the connection broke");
        bench.Erp.Recover = _ => new Recovery.NotWritten();
        bench.Shop.Put("customer", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Customers);
        await bench.State.HappenedAsync("retry", 1);
        bench.Erp.Answer = _ => new Outcome.Rejected("the period is closed", "CLOSED");
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.State.HappenedAsync("park", 1);
        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();

        await bench.Engine.SkipAsync(problem.Cause, "seen to by hand", "ana", Cancel);
        await bench.State.HappenedAsync("retry", 2);
        bench.State.CountOf("settle").ShouldBe(0);
        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 1));
    }

    private static async Task LookedForAsync(Bench bench, TimeSpan within)
    {
        var until = bench.Time.GetUtcNow() + within;
        var before = bench.State.CountOf("retry");
        await bench.PassTimeUntilAsync(() => bench.Time.GetUtcNow() >= until, TimeSpan.FromSeconds(1));
        bench.State.CountOf("retry").ShouldBeGreaterThan(before);
    }

    private static async Task<Bench> LandedUnseenThenCancelledAsync()
    {
        var bench = new Bench();
        bench.Erp.AfterWrite = _ => throw new HttpRequestException("the connection broke");
        bench.Erp.Recover = _ => throw new HttpRequestException("still down");
        bench.Shop.Put("customer", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Customers);
        await bench.State.HappenedAsync("retry", 1);

        bench.Scripts.With("customer.csx", script => script.Skip("cancelled in the shop"));
        bench.Shop.Put("customer", "7", "2", """{"id":"7"}""");
        bench.Engine.PollNow("customers");
        await bench.State.HappenedAsync("append", 2);
        return bench;
    }

    [Fact]
    public async Task A_write_found_again_after_a_stop_is_still_held_to_what_its_script_expects()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script =>
        {
            script.Expect("total", 10.51m);
            return new Record { ["externalId"] = "7", ["total"] = 10.50m };
        });
        var landed = new TaskCompletionSource();
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""", "#1007");
        bench.Erp.AfterWrite = _ =>
        {
            landed.TrySetResult();
            throw new OperationCanceledException("the process ends here");
        };
        bench.Erp.Recover = _ => throw new HttpRequestException("the process is gone");
        await bench.StartAsync(Bench.Orders);
        await landed.Task;
        await bench.CrashAsync();

        bench.Erp.Recover = _ => null;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.Count.ShouldBe(1);
        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Code.ShouldBe("amount-differs");
    }

    [Fact]
    public async Task What_stands_in_part_is_completed_before_anything_newer_is_written()
    {
        var target = new EffectSystem();
        await using var bench = new Bench { Target = target };
        var broken = true;
        target.BetweenSteps = () =>
            broken ? throw new HttpRequestException("the second call broke") : Task.CompletedTask;
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders with { To = new Endpoint("erp", EffectSystem.Multi) });
        await bench.State.HappenedAsync("retry", 1);
        bench.Shop.Put("order", "7", "2", """{"id":"7","total":"2"}""");
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("append", 2);
        broken = false;
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.State.HappenedAsync("settle", 2);

        target.Counts().ShouldBe([2, 2], "both versions, each with both its steps");
    }

    [Fact]
    public async Task A_rejected_write_looks_up_anew_what_it_had_found()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record { ["item"] = script.Find("item", by: "itemId", "SKU-1") });
        bench.Erp.Put("item", "215", "1", """{"itemId":"SKU-1"}""");
        bench.Erp.Answer = _ => new Outcome.Rejected("no such item", "INVALID_KEY_OR_REF", "item.items.3.item", "215");
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);
        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Cause.ShouldBe("order/erp/INVALID_KEY_OR_REF/item.items.item/215", "the place in the list is no cause");

        bench.Erp.Answer = _ => null;
        bench.Erp.Forget("item", "215");
        bench.Erp.Put("item", "216", "1", """{"itemId":"SKU-1"}""");
        await bench.Engine.ReleaseAsync(problem.Cause, int.MaxValue, "ana", Cancel);
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes[^1].Record.Text("item").ShouldBe("216");
    }

    [Fact]
    public async Task A_total_that_differs_is_a_problem_of_a_record_that_is_written()
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

        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Text.ShouldBe("erp/salesOrder shows total 10.50 where 10.51 was expected");
        (await bench.History.FindAsync("#1007", Cancel)).ShouldHaveSingleItem().State.ShouldBe("written");
    }

    [Fact]
    public async Task A_slow_record_holds_back_only_itself()
    {
        await using var bench = new Bench();
        var hang = new TaskCompletionSource();
        bench.Erp.BeforeWrite = write => write.Record.Text("externalId") == "0" ? hang.Task : Task.CompletedTask;
        for (var id = 0; id < 20; id++)
        {
            bench.Shop.Put("order", $"{id}", "1", $$"""{"id":"{{id}}","total":"1"}""");
        }

        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 19);
        bench.Erp.CountOf("salesOrder").ShouldBe(19);
        hang.SetResult();
        await bench.State.HappenedAsync("settle", 20);
    }
}
