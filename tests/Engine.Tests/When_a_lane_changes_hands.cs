using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Tests.Support;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_lane_changes_hands
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lane_of_another_host_is_waited_for_without_asking_all_the_time()
    {
        await using var bench = new Bench { AnotherHostHasTheLanes = true };
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("take", 2);
        await bench.State.HappenedAsync("append", 1);
        bench.State.CountOf("take").ShouldBe(2, "no time has passed");
        bench.State.CountOf("settle").ShouldBe(0);

        bench.AnotherHostHasTheLanes = false;
        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 1));
        bench.Erp.CountOf("salesOrder").ShouldBe(1);
    }

    [Fact]
    public async Task A_host_that_waits_for_its_lanes_stops_when_asked()
    {
        await using var bench = new Bench { AnotherHostHasTheLanes = true };
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("take", 2);
        await bench.StopAsync();
        bench.State.CountOf("take").ShouldBe(2);
    }

    [Fact]
    public async Task A_lane_that_was_lost_is_taken_anew_and_what_was_on_its_way_is_handled_again()
    {
        await using var bench = new Bench();
        var (writing, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Erp.BeforeWrite = _ =>
        {
            writing.TrySetResult();
            return goOn.Task;
        };
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await writing.Task.WaitAsync(Cancel);
        await bench.TakeLanesAwayAsync();
        goOn.SetResult();
        await bench.State.HappenedAsync("settle", 1); // It is refused: the lane was another's.
        (await bench.History.FindAsync("7", Cancel)).ShouldHaveSingleItem().State.ShouldBe("pending");

        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 2));
        (await bench.History.FindAsync("7", Cancel)).ShouldHaveSingleItem().State.ShouldBe("written");
        bench.Erp.CountOf("salesOrder").ShouldBe(1);
        bench.Engine.Failure.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_record_that_cannot_be_put_back_any_more_does_not_stop_the_host()
    {
        await using var bench = new Bench();
        var (writing, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        bench.Erp.BeforeWrite = _ =>
        {
            writing.TrySetResult();
            return goOn.Task;
        };
        bench.Erp.Answer = _ => goOn.Task.IsCompleted && bench.State.CountOf("take") == 2
            ? new Outcome.RetryLater("busy") : null;
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await writing.Task.WaitAsync(Cancel);
        await bench.TakeLanesAwayAsync();
        goOn.SetResult();

        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 1));
        bench.State.CountOf("retry").ShouldBe(0, "it was refused");
        bench.Erp.CountOf("salesOrder").ShouldBe(1);
        bench.Engine.Failure.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task What_another_host_stored_is_handled_at_its_notice()
    {
        await using var bench = new Bench();
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("claim", 2);
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        var change = new NewChange(new RecordKey("orders", "order", "7"), 1, new Change("order", "7", "1"), "another",
            bench.Time.GetUtcNow());
        await bench.StoreAsAnotherHostAsync(new Append([change]));
        await bench.Arrivals.TellAsync(1);
        await bench.Arrivals.TellAsync(99); // Of a host with more lanes: none of ours.

        await bench.State.HappenedAsync("settle", 1);
        bench.Erp.CountOf("salesOrder").ShouldBe(1);
    }
}
