using System.Diagnostics;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Shop;
using IntegrationHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.Benchmarks;

/// <summary>How fast the played shop answers on one core, and how much memory a backfill by bulk takes.</summary>
internal static class ShopifyBench
{
    private const string Domain = "us-shop.myshopify.com";

    /// <summary>Simple requests to the played shop, one after the other, by the time of the processor.</summary>
    public static void Rate(int requests)
    {
        var shop = new ShopOptions(Domain, "t", "s", "USD") { BucketPoints = 1e12, RestorePerSecond = 1e12 };
        var simulator = new ShopifySimulator([shop], TimeProvider.System);
        var request = new SimulatedRequest("POST", new Uri($"http://127.0.0.1/{Domain}/admin/api/2026-07/graphql.json"),
            new Dictionary<string, string> { ["X-Shopify-Access-Token"] = "t" },
            Encoding.UTF8.GetBytes("""
                {"query":"{ shop { id name plan { publicDisplayName } } orders(first: 5) { nodes { id } } }"}
                """));
        for (var warm = 0; warm < 2_000; warm++)
        {
            simulator.Handle(request);
        }

        var (before, watch) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        for (var sent = 0; sent < requests; sent++)
        {
            simulator.Handle(request);
        }

        var spent = Process.GetCurrentProcess().TotalProcessorTime - before;
        Console.WriteLine(FormattableString.Invariant(
            $"{requests} requests: {requests / spent.TotalSeconds:0}/s of one core, ")
            + FormattableString.Invariant($"{requests / watch.Elapsed.TotalSeconds:0}/s as the clock went"));
    }

    /// <summary>A backfill of so many orders: the result is made while it is read, so that the memory is the
    /// connector's own.</summary>
    public static async Task BackfillAsync(int orders)
    {
        using var http = new HttpClient(new MadeResult(orders));
        var context = new ConnectorContext(
            "us-shop", http, TimeProvider.System, NullLogger.Instance, new GenerousBudget(), new MemoryTokens());
        var connector = (IBackfill)new ShopifyPlugin().Connect(
            (object)new ShopifyOptions { Shop = Domain, AccessToken = "t" }, context);
        var (watch, seen, most) = (Stopwatch.StartNew(), 0L, 0L);
        var page = new BackfillPage([], new Cursor(""), true, 0);
        while (page.HasMore)
        {
            page = await connector.ReadBackfillAsync("order", new BackfillRequest(null, page.Next), default);
            seen += page.Changes.Count;
            using var self = Process.GetCurrentProcess();
            most = Math.Max(most, self.WorkingSet64);
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{seen} of {page.Total} orders in {watch.Elapsed.TotalSeconds:0.0} s, RSS at most {most / 1048576} MB"));
    }
}
