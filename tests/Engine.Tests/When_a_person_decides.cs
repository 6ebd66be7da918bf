using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_person_decides
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_of_a_cause_are_skipped_with_who_said_so_and_why()
    {
        await using var bench = await RefusedAsync();
        var cause = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Cause;

        (await bench.Engine.SkipAsync(cause, "made by hand: ticket 12", "ana", Cancel)).ShouldBe(2);
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.Count.ShouldBe(2, "those that were rejected");
        (await bench.History.ProblemsAsync(Cancel)).ShouldBeEmpty();
        var state = (await bench.History.FindAsync("7", Cancel)).ShouldHaveSingleItem();
        state.State.ShouldBe("skipped");
        (await bench.History.OfAsync(state.Record, Cancel))[^1].Text.ShouldBe(
            "skipped: made by hand: ticket 12 (ana)");
        (await bench.Engine.SkipAsync(cause, "once more", "ana", Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_skip_without_a_reason_is_refused()
    {
        await using var bench = await RefusedAsync();
        await Should.ThrowAsync<ArgumentException>(() => bench.Engine.SkipAsync("x", " ", "ana", Cancel));
    }

    [Fact]
    public async Task What_came_after_the_person_looked_is_not_skipped()
    {
        await using var bench = await RefusedAsync();
        var parked = (await bench.History.ParkedAsync(new ParkedQuery(null, null, 10), Cancel))
            .Single(record => record.Record.Id == "7");
        bench.Erp.Answer = _ => null;
        bench.Shop.Put("order", "7", "2", """{"id":"7","total":"2"}""");
        var at = bench.Time.GetUtcNow();
        await bench.StoreAsAnotherHostAsync(new Append(
        [
            new NewChange(parked.Record, 0, new Change("order", "7", "2"), "poll", at),
            new Ruling(RulingKind.Skip, parked.Through, "ana", "old").On(parked.Record, 0, null, at),
        ]));
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes[^1].Record.Money("total").ShouldBe(2m);
        (await bench.History.FindAsync("7", Cancel)).Single().State.ShouldBe("written");
    }

    [Fact]
    public async Task A_replay_maps_the_stored_input_with_the_script_as_it_is_now_and_twice_changes_nothing_more()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);
        bench.Scripts.With("order.csx", script => new Record
        {
            ["total"] = script.source.Money("total") + 0.5m,
        });
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"100"}""");
        var record = new RecordKey("orders", "order", "7");

        (await bench.Engine.ReplayAsync(record, "ana", Cancel)).ShouldBeTrue();
        await bench.State.HappenedAsync("settle", 2);
        (await bench.Engine.ReplayAsync(record, "ana", Cancel)).ShouldBeTrue();
        await bench.State.HappenedAsync("settle", 3);

        bench.Erp.Writes.Select(write => write.Record.Money("total")).ShouldBe([1m, 1.5m]);
        (await bench.History.FindAsync("7", Cancel)).Single().Entry!.SourceVersion.ShouldBe("1");
        (await bench.Engine.ReplayAsync(record with { Id = "none" }, "ana", Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_replay_of_a_cause_runs_what_was_stored_even_when_the_source_has_moved_on()
    {
        await using var bench = await RefusedAsync();
        bench.Erp.Answer = _ => null;
        bench.Shop.Put("order", "7", "9", """{"id":"7","total":"9"}""");
        var cause = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Cause;

        (await bench.Engine.ReplayAsync(cause, 1, "ana", Cancel)).ShouldBe(1);
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes[^1].Record.Money("total").ShouldBe(1m);
        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_ruling_reads_as_it_was_written()
    {
        var ruling = new Ruling(RulingKind.Skip, 42, "ana by night", "told: by phone");
        Ruling.Of(ruling.ToString()).ShouldBe(ruling with { By = "ana by night" });
        Ruling.Of("webhook skip of all").ShouldBeNull();
        Ruling.Of("poll").ShouldBeNull();
        await Task.CompletedTask;
    }

    private static async Task<Bench> RefusedAsync()
    {
        var bench = new Bench();
        bench.Erp.Answer = _ => new Outcome.Rejected("the period is closed", "CLOSED_PERIOD", "tranDate");
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        bench.Shop.Put("order", "8", "1", """{"id":"8","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 2);
        return bench;
    }
}
