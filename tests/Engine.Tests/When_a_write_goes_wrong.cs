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
