using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

public sealed class When_the_host_is_stopped
{
    private const int Orders = 60; // In two shops, of which the site has one.
    // The host drains for eight at most; a process has to start and to end besides.
    private static readonly TimeSpan StopMost = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task It_drains_and_goes_on_where_it_was()
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        await playground.PostAsync("demo/seed", new { customers = 20, products = 20 });
        using var site = await TestSite.NewAsync(place, playground.Said);
        await using (var host = await site.RunAsync())
        {
            await playground.PostAsync("demo/orders", new { count = Orders });
            await Until.TrueAsync("some were written", async () => await playground.SalesOrdersAsync() > 0);

            (await host.TerminateAsync()).Code.ShouldBe(0);
        }

        await using var again = await site.RunAsync();
        await Until.TrueAsync("all were written", async () => await playground.SalesOrdersAsync() == Orders / 2);
        (await playground.GetAsync("demo/summary"))["netsuite"]!["duplicates"]!.GetValue<int>().ShouldBe(0);
        (await playground.GetAsync("netsuite/records/salesOrder")).AsArray()
            .ShouldAllBe(order => order!["writes"]!.GetValue<int>() == 1);
    }

    [Fact]
    public async Task It_hands_over_within_ten_seconds_also_when_a_target_does_not_answer()
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        await playground.PostAsync("demo/seed", new { customers = 20, products = 20 });
        using var site = await TestSite.NewAsync(place, playground.Said);
        await using (var host = await site.RunAsync())
        {
            // Each write takes longer than a stop may.
            await playground.PostAsync("netsuite/settings", new { writeSeconds = 25 });
            await playground.PostAsync("demo/orders", new { count = Orders });
            await Until.TrueAsync("some are on their way", async () => await PendingAsync(site) > 0);

            var began = TimeProvider.System.GetTimestamp();
            (await host.TerminateAsync()).Code.ShouldBe(0);
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(StopMost);
        }

        // What was on its way lands or not; the next start finds out which.
        await playground.PostAsync("netsuite/settings", new { writeSeconds = 0 });
        await using var again = await site.RunAsync();
        await Until.TrueAsync("all were written", async () => await PendingAsync(site) == 0
            && await playground.SalesOrdersAsync() == Orders / 2);
        (await playground.GetAsync("demo/summary"))["netsuite"]!["duplicates"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_answers_health_any_more()
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        using var site = await TestSite.NewAsync(place, playground.Said);
        await using (var host = await site.RunAsync())
        {
            (await host.TerminateAsync()).Code.ShouldBe(0);
        }

        var health = await Ihost.RunAsync(place, "health", "--site", "site");
        health.Code.ShouldBe(1);
        health.Error.Split('\n').ShouldHaveSingleItem().ShouldContain("no host");
    }

    private static async Task<int> PendingAsync(TestSite site) => (await site.GetAsync("api/v1/status"))["flows"]!
        .AsArray().Sum(flow => flow!["counts"]!["pending"]!.GetValue<int>());
}
