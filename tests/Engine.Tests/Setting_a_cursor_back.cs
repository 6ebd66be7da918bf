using IntegrationHost.Engine.Tests.Support;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class Setting_a_cursor_back
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_with_fewer_records_than_its_source_said_stays_unread_and_is_a_problem()
    {
        await using var bench = new Bench();
        bench.Shop.Receipt = 3;
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.PassTimeUntilAsync(ProblemAsync(bench, there: true));

        (await bench.Engine.Cursors.ShowAsync("orders", Cancel)).Since.ShouldBe(Bench.Orders.Since);
        var problem = (await bench.Engine.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Cause.ShouldBe("order/shop/short-page/order");
        problem.Text.ShouldBe(
            "shop/order said a page has 3 changes but gave 1; the cursor of orders stays where it was");
        problem.NeedsPerson.ShouldBeTrue();
        bench.State.CountOf("append").ShouldBe(0);

        bench.Shop.Receipt = 1;
        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 1));
        await bench.PassTimeUntilAsync(ProblemAsync(bench, there: false));
    }

    [Fact]
    public async Task Short_pages_do_not_pause_the_connection()
    {
        await using var bench = new Bench();
        bench.Shop.Receipt = 3;
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        await bench.StartAsync(Bench.Orders with { PollEvery = TimeSpan.FromSeconds(1) });
        for (var second = 0; second < 60; second++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        bench.Engine.Status().Connections.ShouldAllBe(connection => connection.State == ConnectionState.Open);
    }

    [Fact]
    public async Task Its_preview_tells_what_would_be_read_again_and_what_of_it_is_news()
    {
        await using var bench = new Bench();
        var start = bench.Time.GetUtcNow();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""", "#1007", start.AddHours(-5));
        bench.Shop.Put("order", "8", "1", """{"id":"8","total":"1"}""", "#1008", start.AddHours(-2));
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 2);
        bench.Shop.Put("order", "9", "1", """{"id":"9","total":"1"}""", "#1009", start.AddHours(-1));

        var preview = await bench.Engine.Cursors.PreviewAsync("orders", start.AddHours(-3), Cancel);
        preview.Records.ShouldBe(2);
        preview.New.ShouldBe(1);
        preview.Sample.ShouldBe(["#1009"]);
        preview.IsComplete.ShouldBeTrue();
        preview.First.ShouldBe(start.AddHours(-2));
        (await bench.History.CountsAsync(Cancel)).Single().Read.ShouldBe(2, "a look changes nothing");
    }

    [Fact]
    public async Task What_is_known_is_read_again_and_dropped_and_what_was_missed_is_written()
    {
        await using var bench = new Bench();
        var start = bench.Time.GetUtcNow();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""", at: start.AddHours(-2));
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);
        bench.Shop.Hide("order", "8", "1", """{"id":"8","total":"1"}""", start.AddHours(-1));

        await bench.Engine.Cursors.RewindAsync("orders", start.AddHours(-3), "ana", Cancel);
        await bench.State.HappenedAsync("settle", 2);
        bench.Erp.Writes.Select(write => write.Record.Text("externalId")).ShouldBe(["7", "8"]);
    }

    [Theory]
    [InlineData("refunds", -1, "no flow 'refunds' runs that reads a feed; there are: orders")]
    [InlineData("orders", 1, "has not come yet")]
    [InlineData("orders", -400, "what is older is read in by 'ihost backfill orders --since …'")]
    public async Task Where_it_cannot_go_is_told_in_a_sentence(string flow, int days, string told)
    {
        await using var bench = new Bench();
        await bench.StartAsync(Bench.Orders with { Since = bench.Time.GetUtcNow().AddDays(-30) });

        var wrong = await Should.ThrowAsync<ArgumentException>(() => bench.Engine.Cursors.RewindAsync(
            flow, bench.Time.GetUtcNow().AddDays(days), "ana", Cancel));
        wrong.Message.ShouldContain(told);
    }

    private static async Task ProblemAsync(Bench bench, bool there)
    {
        while ((await bench.Engine.ProblemsAsync(Cancel)).Count > 0 != there)
        {
            await Task.Yield();
        }
    }
}
