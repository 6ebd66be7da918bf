using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Limits;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class Reading_history_in
{
    private static readonly DateTimeOffset Long = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_older_than_the_flow_is_written_and_goes_after_all_live_work()
    {
        await using var bench = new Bench();
        var priorities = new List<Priority>();
        bench.Erp.BeforeWrite = write =>
        {
            priorities.Add(WorkPriority.Capped(write.Priority));
            return Task.CompletedTask;
        };
        Put(bench, 5);
        await bench.StartAsync(Begun(bench));
        await bench.State.HappenedAsync("cursor", 2);
        bench.State.CountOf("append").ShouldBe(0);

        var order = new BackfillOrder("orders", Long, null);
        (await bench.Engine.Backfills.PreviewAsync(order, Cancel)).New.ShouldBe(5);
        await bench.Engine.Backfills.StartAsync(order, "ana", Cancel);
        await bench.State.HappenedAsync("settle", 5);

        priorities.ShouldAllBe(priority => priority == Priority.Backfill);
        var ended = await EndAsync(bench);
        (ended.State, ended.Way, ended.Read, ended.Stored).ShouldBe(("done", "feed", 5, 5));
    }

    [Fact]
    public async Task It_is_read_by_bulk_where_the_source_can_and_waits_for_an_answer_that_takes_its_time()
    {
        await using var bench = new Bench();
        var ids = Put(bench, 3);
        await bench.StartAsync(Begun(bench));
        var asked = 0;
        bench.Shop.Bulk = request => ++asked switch
        {
            1 => new BackfillPage([], new Cursor("prepared"), true, 0, 3),
            _ => new BackfillPage([.. ids.Select(id => new Change("order", id, "1"))], new Cursor("end"), false, 3, 3),
        };

        await bench.Engine.Backfills.StartAsync(new BackfillOrder("orders", Long, null), "ana", Cancel);
        var ended = await EndAsync(bench);
        await bench.State.HappenedAsync("settle", 3);
        (ended.State, ended.Way, ended.Read, ended.Total).ShouldBe(("done", "bulk", 3, 3));
    }

    [Fact]
    public async Task One_that_ends_with_fewer_records_than_its_source_said_is_not_done()
    {
        await using var bench = new Bench();
        var ids = Put(bench, 2);
        await bench.StartAsync(Begun(bench));
        bench.Shop.Bulk = _ => new BackfillPage(
            [.. ids.Select(id => new Change("order", id, "1"))], new Cursor("end"), false, 2, 5);

        await bench.Engine.Backfills.StartAsync(new BackfillOrder("orders", Long, null), "ana", Cancel);
        var ended = await EndAsync(bench);
        ended.State.ShouldBe("incomplete");
        ended.Note.ShouldBe("the source says there are 5 records and gave 2; start it again, and if that stays so, "
            + "ask whoever runs it");
    }

    [Fact]
    public async Task It_goes_on_where_it_was_after_a_restart_and_nothing_comes_twice()
    {
        await using var bench = new Bench();
        var ids = Put(bench, 250);
        await bench.StartAsync(Begun(bench));
        bench.Erp.BeforeWrite = _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Cancel);
        await bench.Engine.Backfills.StartAsync(new BackfillOrder("orders", null, ids), "ana", Cancel);
        await bench.State.HappenedAsync("append", 2);
        await bench.StopAsync();

        bench.Erp.BeforeWrite = _ => Task.CompletedTask;
        await bench.StartAsync(Begun(bench));
        var ended = await EndAsync(bench);
        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 250));

        (ended.Way, ended.Read, ended.Total).ShouldBe(("ids", 250, 250));
        bench.Erp.CountOf("salesOrder").ShouldBe(250);
        bench.Erp.Writes.Count.ShouldBe(250);
    }

    [Fact]
    public async Task It_never_has_more_on_its_way_than_live_changes_can_bear()
    {
        await using var bench = new Bench();
        var gate = new TaskCompletionSource();
        bench.Erp.BeforeWrite = _ => gate.Task;
        await bench.StartAsync(Begun(bench));
        await bench.Engine.Backfills.StartAsync(new BackfillOrder("orders", null, Put(bench, 900)), "ana", Cancel);
        await bench.State.HappenedAsync("append", 2);
        var later = bench.Time.GetUtcNow().AddMinutes(2);
        await bench.PassTimeUntilAsync(() => bench.Time.GetUtcNow() >= later, TimeSpan.FromSeconds(1));

        (await bench.History.CountsAsync(Cancel)).Single().Pending.ShouldBe(200);
        gate.SetResult();
    }

    [Fact]
    public async Task It_can_be_stopped_and_another_one_started()
    {
        await using var bench = new Bench();
        bench.Erp.BeforeWrite = _ => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Cancel);
        await bench.StartAsync(Begun(bench));
        var order = new BackfillOrder("orders", null, Put(bench, 900));
        await bench.Engine.Backfills.StartAsync(order, "ana", Cancel);
        (await Should.ThrowAsync<ArgumentException>(() => bench.Engine.Backfills.StartAsync(order, "ana", Cancel)))
            .Message.ShouldStartWith("a backfill of orders runs already");

        (await bench.Engine.Backfills.StopAsync("orders", "ana", Cancel)).ShouldBeTrue();
        (await bench.Engine.Backfills.StopAsync("orders", "ana", Cancel)).ShouldBeFalse();
        (await bench.Engine.Backfills.ListAsync(Cancel)).Single().State.ShouldBe("stopped");
        await bench.Engine.Backfills.StartAsync(order, "ana", Cancel);
    }

    [Fact]
    public async Task What_cannot_be_meant_is_told_in_a_sentence()
    {
        await using var bench = new Bench();
        await bench.StartAsync(Begun(bench));
        foreach (var (order, told) in new (BackfillOrder, string)[]
        {
            (new("refunds", Long, null), "no flow 'refunds' runs that could be backfilled; there are: orders"),
            (new("orders", null, null), "what shall be read in? name an instant (--since) or records (--ids, --file)"),
            (new("orders", null, []), "no id was given"),
            (new("orders", bench.Time.GetUtcNow().AddDays(1), null),
                "2026-11-25 08:00:00Z has not come yet; name an instant of the past"),
        })
        {
            (await Should.ThrowAsync<ArgumentException>(
                () => bench.Engine.Backfills.StartAsync(order, "ana", Cancel))).Message.ShouldBe(told);
        }
    }

    private static FlowDefinition Begun(Bench bench) => Bench.Orders with { Since = bench.Time.Start.AddDays(-1) };

    private static string[] Put(Bench bench, int count)
    {
        string[] ids = [.. Enumerable.Range(1, count).Select(id => id.ToString(CultureInfo.InvariantCulture))];
        foreach (var id in ids)
        {
            bench.Shop.Put("order", id, "1", $$"""{"id":"{{id}}","total":"1"}""", at: Long.AddYears(1));
        }

        return ids;
    }

    private static async Task<BackfillStatus> EndAsync(Bench bench)
    {
        while ((await bench.Engine.Backfills.ListAsync(Cancel)).Single().State == BackfillStatus.Running)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        return (await bench.Engine.Backfills.ListAsync(Cancel)).Single();
    }
}
