using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

public sealed class When_the_host_is_stopped
{
    private const int Orders = 60; // In two shops, of which the site has one.

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
}
