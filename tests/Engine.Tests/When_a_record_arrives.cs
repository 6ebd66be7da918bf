using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Mapping;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_record_arrives
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_polled_record_is_mapped_written_and_linked()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"10.50"}""", "#1007");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.ShouldHaveSingleItem().Record.Money("total").ShouldBe(10.50m);
        var state = (await bench.History.FindAsync("#1007", Cancel)).ShouldHaveSingleItem();
        state.State.ShouldBe("written");
        state.Entry!.TargetId.ShouldBe("1");
    }

    [Fact]
    public async Task A_webhook_delivered_three_times_and_a_poll_of_the_same_order_write_once()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","version":"1","total":"10.50"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        var first = await bench.Engine.AcceptWebhookAsync("shop", Webhook("a"), Cancel);
        var again = await bench.Engine.AcceptWebhookAsync("shop", Webhook("a"), Cancel);
        await bench.Engine.AcceptWebhookAsync("shop", Webhook("b"), Cancel);

        first.ShouldBe(new WebhookAnswer.Accepted(0));
        again.ShouldBe(new WebhookAnswer.Accepted(0));
        bench.Erp.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_edit_under_the_same_stamp_is_not_taken_for_a_repetition()
    {
        await using var bench = new Bench();
        var stamp = bench.Time.GetUtcNow();
        bench.Shop.Put("order", "7", "1", """{"id":"7","version":"1","total":"10.50"}""", at: stamp);
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        bench.Shop.Put("order", "7", "1", """{"id":"7","version":"1","total":"12.00"}""", at: stamp);
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        bench.Engine.PollNow("orders");
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.Select(write => write.Record.Money("total")).ShouldBe([10.50m, 12.00m]);
        (await bench.Engine.AcceptWebhookAsync("shop", Webhook("late"), Cancel))
            .ShouldBe(new WebhookAnswer.Accepted(0), "now that the second is over, the version says all");
    }

    [Fact]
    public async Task A_forged_webhook_is_refused_and_stores_nothing()
    {
        await using var bench = new Bench();
        await bench.StartAsync(Bench.Orders);
        var forged = Webhook("a") with
        {
            Headers = new Dictionary<string, string> { ["delivery"] = "a", ["forged"] = "yes" },
        };

        var answer = await bench.Engine.AcceptWebhookAsync("shop", forged, Cancel);

        answer.ShouldBeOfType<WebhookAnswer.Refused>().Reason.ShouldContain("signature");
        bench.State.CountOf("append").ShouldBeLessThanOrEqualTo(1); // The first poll, at most.
        (await bench.Engine.AcceptWebhookAsync("nowhere", forged, Cancel)).ShouldBeOfType<WebhookAnswer.Unknown>();
    }

    [Fact]
    public async Task A_newer_version_that_renders_the_same_is_not_written_again()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"10.50","note":"a"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);
        bench.Shop.Put("order", "7", "2", """{"id":"7","total":"10.50","note":"b"}""");
        bench.Engine.PollNow("orders").ShouldBeTrue();
        await bench.State.HappenedAsync("settle", 2);

        bench.Erp.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_record_the_script_skips_is_settled_with_its_reason()
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => script.Skip("test order"));
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""", "#1007");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);

        var state = (await bench.History.FindAsync("#1007", Cancel)).ShouldHaveSingleItem();
        state.State.ShouldBe("skipped");
        (await bench.History.OfAsync(state.Record, Cancel)).ShouldContain(entry => entry.Text.Contains("test order"));
        bench.Erp.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_shorter_than_its_receipt_does_not_move_the_cursor()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        bench.Shop.Receipt = 2;
        await bench.StartAsync(Bench.Orders);
        bench.Engine.PollNow("orders");
        bench.Shop.Receipt = 1;
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        await bench.State.HappenedAsync("settle", 1);

        bench.Erp.Writes.Count.ShouldBe(1);
    }

    private static WebhookRequest Webhook(string delivery) => new(
        new Dictionary<string, string> { ["delivery"] = delivery },
        Encoding.UTF8.GetBytes("""{"id":"7","version":"1"}"""));
}
