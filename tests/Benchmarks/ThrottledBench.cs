using System.Globalization;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify;
using IntegrationHost.Simulators.Control;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Shop;
using IntegrationHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.Benchmarks;

/// <summary>Orders changed in a shop that answers <c>THROTTLED</c> to every second call, whatever its bucket holds.
/// Busy is the points it gave out beyond its first bucketful, to the points that came back in that time. Beside it, in
/// the same run: the same shop that refuses only when it has no points.</summary>
internal static class ThrottledBench
{
    private const string Domain = "us-shop.myshopify.com";
    private const double Bucket = 1000;
    private const double PerSecond = 500;
    private const int Runs = 2;
    private static readonly TimeSpan AnswerTakes = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(int orders)
    {
        for (var run = 0; run < Runs; run++)
        {
            foreach (var refuseEvery in new[] { 0, 2 })
            {
                Console.WriteLine(await OnceAsync(orders, refuseEvery));
            }
        }
    }

    private static async Task<string> OnceAsync(int orders, int refuseEvery)
    {
        var shop = new ShopOptions(Domain, "t", "s", "USD") { BucketPoints = Bucket, RestorePerSecond = PerSecond };
        var simulator = new ShopifySimulator([shop], TimeProvider.System);
        var played = simulator.Find(Domain)!;
        Control(simulator, "locations", """{"name":"Main"}""");
        Control(simulator, "products", """{"sku":"MUG"}""");
        for (var order = 0; order < orders; order++)
        {
            Control(simulator, "orders", """{"lines":[{"sku":"MUG","quantity":1,"price":10}]}""");
        }

        var ids = played.State.All("Order").Select(order => order["id"]!.GetValue<string>()).ToArray();
        simulator.Faults.Latency = AnswerTakes;
        played.Bucket.RefuseEvery = refuseEvery;
        using var door = new WatchedDoor(new InProcessDoor(simulator, TimeProvider.System), played.Bucket);
        var written = await DriveAsync(door, ids, () => played.State.All("Order")
            .Count(order => order["note"]?.GetValue<string>() == "sent"));
        var seconds = door.Seconds;
        var busy = (played.Bucket.Spent - Bucket) / (PerSecond * seconds);
        return string.Create(CultureInfo.InvariantCulture,
            $"refuses {(refuseEvery == 0 ? "when empty" : "every second call")}: {written:N0} of {orders:N0} orders "
            + $"changed by {played.State.Mutations:N0} mutations in {seconds:0.0} s, {played.Bucket.Refused:N0} of "
            + $"{door.Calls:N0} calls refused, busy {busy:0.000}");
    }

    private static async Task<int> DriveAsync(WatchedDoor door, string[] ids, Func<int> changed)
    {
        using var scratch = new Scratch();
        await using var store = await scratch.OpenAsync();
        using var http = new HttpClient(door, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var context = new ConnectorContext("us-shop", http, TimeProvider.System, NullLogger.Instance,
            new AccountBudget(TimeProvider.System, 0), new MemoryTokens());
        await using var connector = new ShopifyPlugin().Connect(
            (object)new ShopifyOptions { Shop = Domain, BaseUrl = $"http://127.0.0.1/{Domain}", AccessToken = "t" },
            context);
        var flow = new FlowDefinition(
            "notes", "note", new Endpoint("source", "order"), new Endpoint("us-shop", "order"), "note.csx")
        {
            Since = DateTimeOffset.UnixEpoch,
            Priority = Priority.Orders,
        };
        var connectors = new Dictionary<string, IConnector>
        {
            ["source"] = new QueuedFeed(ids.Length), ["us-shop"] = connector,
        };
        await using var engine = new IntegrationEngine(new EngineParts([flow], connectors, new NoteMappings(ids),
            new NoValues(), store.Inbox, store.Ledger, store.History, TimeProvider.System, NullLoggerFactory.Instance));
        engine.Start();
        await door.QuietAsync(() => changed() == ids.Length);
        return changed();
    }

    private static void Control(ShopifySimulator simulator, string path, string body) =>
        new ShopifyControl(simulator).Handle(new SimulatedRequest("POST",
            new Uri($"http://127.0.0.1/control/shopify/{Domain}/{path}"), new Dictionary<string, string>(),
            Encoding.UTF8.GetBytes(body)));
}
