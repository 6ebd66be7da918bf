using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Tests.Support;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_flow_begins
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, 0)]
    [InlineData(-3, 1)]
    public async Task A_webhook_of_a_change_before_it_is_not_for_it(int days, int stored)
    {
        await using var bench = new Bench();
        await bench.StartAsync(Bench.Orders with { Since = bench.Time.GetUtcNow().AddDays(days) });

        var answer = await bench.Engine.AcceptWebhookAsync("shop", new WebhookRequest(
            new Dictionary<string, string> { ["delivery"] = "a" },
            Encoding.UTF8.GetBytes("""{"id":"7","version":"1"}""")), Cancel);

        answer.ShouldBe(new WebhookAnswer.Accepted(stored));
    }

    [Fact]
    public async Task Without_an_instant_of_its_own_it_begins_at_its_first_start()
    {
        await using var bench = new Bench();
        var started = bench.Time.GetUtcNow();
        await bench.StartAsync(Bench.Orders with { Since = FlowDefinition.FirstStart });
        await bench.State.HappenedAsync("cursor", 2);

        bench.Shop.ReadSince.ShouldBe(started - FeedPoller.ClockSkewMost, "the shop's clock may be behind ours");
    }

    [Fact]
    public async Task A_source_that_does_not_answer_at_first_does_not_move_the_beginning()
    {
        await using var bench = new Bench();
        var started = bench.Time.GetUtcNow();
        bench.Shop.FeedFault = _ => new HttpRequestException("no route to host");
        await bench.StartAsync(Bench.Orders with { Since = FlowDefinition.FirstStart });
        await bench.State.HappenedAsync("cursor", 1);
        bench.Time.Advance(TimeSpan.FromHours(3));
        await bench.StopAsync();

        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""", at: started.AddMinutes(1));
        bench.Shop.FeedFault = _ => null;
        await bench.StartAsync(Bench.Orders with { Since = FlowDefinition.FirstStart });
        await bench.State.HappenedAsync("settle", 1);
    }
}
