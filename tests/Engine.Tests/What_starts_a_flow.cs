using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Tests.Support;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class What_starts_a_flow
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_that_never_came_is_made_up_for_by_the_next_poll()
    {
        await using var bench = new Bench();
        await bench.StartAsync(Bench.Orders with { PollEvery = TimeSpan.FromMinutes(5) });
        await bench.State.HappenedAsync("cursor", 2);

        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        bench.Time.Advance(TimeSpan.FromMinutes(4.9));
        bench.State.CountOf("append").ShouldBe(0);
        bench.Time.Advance(TimeSpan.FromMinutes(0.1));
        await bench.State.HappenedAsync("settle", 1);
    }

    [Fact]
    public async Task A_flow_that_takes_no_webhooks_is_left_to_its_polls()
    {
        await using var bench = new Bench();
        await bench.StartAsync(Bench.Orders with { TakesWebhooks = false });

        var answer = await bench.Engine.AcceptWebhookAsync("shop", new WebhookRequest(
            new Dictionary<string, string> { ["delivery"] = "a" },
            Encoding.UTF8.GetBytes("""{"id":"7","version":"1"}""")), Cancel);

        answer.ShouldBe(new WebhookAnswer.Accepted(0));
    }

    [Fact]
    public void The_earliest_of_several_triggers_is_next()
    {
        var now = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
        var flow = Bench.Orders with
        {
            PollEvery = TimeSpan.FromHours(2),
            Schedules = [new At(now.AddHours(3)), new At(now.AddHours(1))],
        };

        FlowTriggers.NextAfter(flow, now).ShouldBe(now.AddHours(1));
        FlowTriggers.NextAfter(flow, now.AddHours(1)).ShouldBe(now.AddHours(3));
        FlowTriggers.Describe(flow).ShouldBe("webhooks, every 02:00:00, at 11:00, at 09:00");
    }

    [Fact]
    public async Task A_flow_with_a_schedule_alone_is_polled_at_its_times_and_at_the_start()
    {
        await using var bench = new Bench();
        var night = bench.Time.GetUtcNow().AddHours(14);
        await bench.StartAsync(Bench.Orders with { PollEvery = TimeSpan.Zero, Schedules = [new At(night)] });
        await bench.State.HappenedAsync("cursor", 2);
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");

        bench.Time.Advance(TimeSpan.FromHours(13));
        bench.State.CountOf("append").ShouldBe(0);
        bench.Engine.Status().Flows.Single().NextPoll.ShouldBe(night);
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.State.HappenedAsync("settle", 1);
    }

    private sealed class At(DateTimeOffset instant) : ISchedule
    {
        public string Text => $"at {instant:HH:mm}";

        public DateTimeOffset? NextAfter(DateTimeOffset after) => instant > after ? instant : null;
    }
}
