using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_versions_arrive_out_of_order
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_older_version_than_the_ledgers_is_settled_as_stale()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "5", """{"id":"7","total":"5"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        await TellAsync(bench, "4");
        await bench.State.HappenedAsync("settle", 2);

        bench.State.Outcomes().ShouldBe("1 stale, 1 written");
        var state = (await bench.History.FindAsync("7", Cancel)).ShouldHaveSingleItem();
        state.Entry!.SourceVersion.ShouldBe("5");
        (await bench.History.OfAsync(state.Record, Cancel)).ShouldContain(
            entry => entry.Text == "version 4 is older than 5, which was handled before");
    }

    [Fact]
    public async Task An_older_record_than_the_ledgers_is_never_written()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "5", """{"id":"7","total":"5"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Shop.Put("order", "7", "4", """{"id":"7","total":"4"}""");
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.ShouldHaveSingleItem().Record.Money("total").ShouldBe(5m);
    }

    [Fact]
    public async Task A_version_that_says_nothing_of_before_and_after_is_never_stale()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "2026-11-01T05:40:00Z?", """{"id":"7","total":"5"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Shop.Put("order", "7", "2026-11-01T05:20:00Z?", """{"id":"7","total":"4"}""");
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.Select(write => write.Record.Money("total")).ShouldBe([5m, 4m]);
    }

    [Fact]
    public async Task What_the_source_has_reported_and_does_not_show_yet_is_read_again()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        await TellAsync(bench, "2");
        await bench.State.HappenedAsync("retry", 1);
        bench.Shop.Put("order", "7", "2", """{"id":"7","total":"2"}""");
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.Select(write => write.Record.Money("total")).ShouldBe([1m, 2m]);
    }

    [Fact]
    public async Task A_source_that_never_shows_what_it_reported_is_taken_at_its_word_in_the_end()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        await TellAsync(bench, "2");
        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 2));

        bench.State.CountOf("retry").ShouldBe(5);
    }

    [Theory]
    [InlineData(true, new[] { 3 })]
    [InlineData(false, new[] { 1, 2, 3 })]
    public async Task Versions_that_wait_coalesce_into_the_newest_unless_the_flow_wants_each(
        bool coalesces, int[] totals)
    {
        await using var bench = new Bench();
        var at = bench.Time.GetUtcNow();
        await bench.StartAsync(Bench.Orders with { Coalesces = coalesces });
        await bench.StoreAsAnotherHostAsync(new Append([.. new[] { 1, 2, 3 }.Select(version => new NewChange(
            new RecordKey("orders", "order", "7"), 0, new Change("order", "7", $"{version}")
            {
                Record = Record.Parse($$"""{"id":"7","total":"{{version}}"}"""),
            }, "poll", at))]));
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await bench.State.HappenedAsync("settle", totals.Length);

        bench.Erp.Writes.Select(write => (int)write.Record.Money("total")).ShouldBe(totals);
    }

    private static async Task TellAsync(Bench bench, string version) => await bench.Engine.AcceptWebhookAsync(
        "shop", new WebhookRequest(new Dictionary<string, string> { ["delivery"] = $"late {version}" },
            Encoding.UTF8.GetBytes($$"""{"id":"7","version":"{{version}}"}""")), Cancel);
}
