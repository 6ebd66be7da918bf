using System.Text.Json.Nodes;
using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;
using Xunit;

namespace IntegrationHost.EndToEnd.Tests;

/// <summary>Webhooks in three copies, polls that see the order again, an answer that is lost, and a kill -9 as soon as
/// NetSuite has the order: one sales order each.</summary>
public sealed class When_one_order_is_told_many_times
{
    private const int Rounds = 4;

    [Fact]
    public async Task There_is_exactly_one_sales_order()
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        await playground.PostAsync("demo/seed", new { customers = 4, products = 5 });
        using var site = await TestSite.NewAsync(place, playground.Said);

        await playground.PostAsync($"shopify/{Playground.Shop}/webhooks", new { copies = 3 });
        for (var round = 1; round <= Rounds; round++)
        {
            if (round % 2 == 0)
            {
                await playground.PostAsync(
                    "netsuite/faults", new { path = "record/v1/salesOrder", status = 503, afterCommit = true });
            }

            await using var host = await site.RunAsync();
            await PlaceInUsAsync(playground);
            await Until.TrueAsync("NetSuite had the order", async () => await playground.SalesOrdersAsync() >= round);
            await host.KillAsync();
        }

        await using var last = await site.RunAsync();
        await Until.TrueAsync(
            "the host had settled", async () => await site.CountAsync("us-orders", "written") == Rounds);
        // Further polls read the orders again, within the overlap.
        var polled = await LastPollAsync(site);
        await Until.TrueAsync("it polled again", async () => await LastPollAsync(site) != polled);

        (await playground.SalesOrdersAsync()).ShouldBe(Rounds);
        (await playground.GetAsync("demo/summary"))["netsuite"]!["duplicates"]!.GetValue<int>().ShouldBe(0);
        (await site.CountAsync("us-orders", "pending")).ShouldBe(0);
        var delivered = (await playground.GetAsync($"shopify/{Playground.Shop}/summary"))["webhooksDelivered"];
        delivered!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(3, "the webhooks did arrive");
    }

    // The cast's orders go to the two shops in turn; this site has the first only.
    private static Task<JsonNode> PlaceInUsAsync(Playground playground) =>
        playground.PostAsync("demo/orders", new { count = 2 });

    private static async Task<string> LastPollAsync(TestSite site) => (await site.GetAsync("api/v1/status"))["flows"]!
        .AsArray().Single(flow => flow!["name"]!.GetValue<string>() == "us-orders")!["lastPoll"]!.ToString();
}
