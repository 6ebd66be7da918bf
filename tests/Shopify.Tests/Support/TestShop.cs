using System.Text;
using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Simulators.Control;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Shop;
using IntegrationHost.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>A shop with two locations and three products, its control, and the real connector in front of it.</summary>
internal sealed class TestShop
{
    public const string Domain = "us-shop.myshopify.com";
    public const string Secret = "played-webhook-secret";
    public const string PreviousSecret = "played-webhook-secret-of-last-month";
    private const string Token = "shpat_played";

    private readonly ShopifyControl _control;

    public TestShop(double bucketPoints = 20_000, params string[] scopes)
    {
        var shop = new ShopOptions(Domain, Token, Secret, "USD")
        {
            BucketPoints = bucketPoints, RestorePerSecond = 100, Scopes = scopes.Length == 0 ? null : scopes,
        };
        Simulator = new ShopifySimulator([shop], Time);
        _control = new ShopifyControl(Simulator);
        Main = Post("locations", """{"name":"Main Warehouse"}""");
        East = Post("locations", """{"name":"East"}""");
        foreach (var sku in new[] { "MUG-1", "MUG-2", "TEE-1" })
        {
            Post("products", $$"""{"sku":"{{sku}}"}""");
        }

        Inner = new InProcessDoor(Simulator);
    }

    public HurriedTime Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public ShopifySimulator Simulator { get; }

    public GenerousBudget Budget { get; } = new();

    public HttpMessageHandler Inner { get; }

    public string Main { get; }

    public string East { get; }

    public static ShopifyOptions Options => new()
    {
        Shop = Domain,
        BaseUrl = $"http://127.0.0.1/{Domain}",
        AccessToken = Token,
        WebhookSecret = Secret,
        PreviousWebhookSecret = PreviousSecret,
    };

    /// <summary>The connector; <paramref name="through"/> may stand between it and the shop.</summary>
    public ShopifyConnector Connector(HttpMessageHandler? through = null, ShopifyOptions? options = null) =>
        (ShopifyConnector)ConnectorHarness.Connect(
            new ShopifyPlugin(), options ?? Options, through ?? Inner, Time, Budget);

    /// <summary>A connector whose flows use some entities only, over a store of tokens that may be shared.</summary>
    public ShopifyConnector Connector(
        ShopifyOptions options, IReadOnlyList<string>? reads, IReadOnlyList<string>? writes, Tokens? tokens = null)
    {
        var http = new HttpClient(Inner, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var context = new ConnectorContext(
            "shop", http, Time, NullLogger.Instance, Budget, tokens ?? new MemoryTokens())
        {
            Reads = reads, Writes = writes,
        };
        return (ShopifyConnector)new ShopifyPlugin().Connect((object)options, context);
    }

    /// <summary>Makes something in the shop; answers its global id.</summary>
    public string Post(string path, string body) => Ask("POST", path, body).GetProperty("id").GetString()!;

    public JsonElement Ask(string method, string path, string body = "")
    {
        var answer = _control.Handle(new SimulatedRequest(
            method,
            new Uri($"http://127.0.0.1/control/shopify/{Domain}/{path}"),
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetBytes(body)));
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return answer.Status == 200
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException(text);
    }

    public string Order(params string[] lines) => Post("orders", $$"""
        {"lines":[{{string.Join(",", lines)}}],"shipping":5,"taxRate":0.08}
        """);

    public static string Line(string sku, int quantity, string? location = null) => JsonSerializer.Serialize(
        new { sku, quantity, price = 10m, location });

    /// <summary>
    /// Plans a fault for the next requests: of all, or for example of <c>mutation/FulfillmentCreate</c>.
    /// </summary>
    public void Fail(int status, string operation = "", bool afterCommit = false, int times = 1) =>
        Simulator.Faults.Plan($"/{Domain}/{operation}", new Fault(status, afterCommit), times);

    /// <summary>Asks the shop in GraphQL as any client does.</summary>
    public async Task<JsonElement> AskAsync(string query, string variables)
    {
        using var http = new HttpClient(Inner, disposeHandler: false);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"http://127.0.0.1/{Domain}/admin/api/2026-07/graphql.json")
        {
            Content = new StringContent(
                $$"""{"query":{{JsonSerializer.Serialize(query)}},"variables":{{variables}}}"""),
        };
        request.Headers.Add("X-Shopify-Access-Token", Token);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(
            await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    /// <summary>What stands in the shop, by the API's name of the type.</summary>
    public JsonElement[] Records(string type) => [.. Ask("GET", $"records/{type}").EnumerateArray()];

    /// <summary>How many mutations the shop was asked for.</summary>
    public int Mutations() => Ask("GET", "summary").GetProperty("mutations").GetInt32();

    public JsonElement[] Fulfillments() => [.. Ask("GET", "fulfillments").EnumerateArray()];

    public IReadOnlyList<(string Topic, string Uri)> Subscriptions() =>
    [
        .. Simulator.Find(Domain)!.State.All("WebhookSubscription")
            .Select(each => (each["topic"]!.GetValue<string>(), each["uri"]!.GetValue<string>())),
    ];

    public async Task<string> ItemAsync(string sku) => (await Connector()
        .FindAsync("inventoryItem", "sku", [sku], TestContext.Current.CancellationToken))[0].Id;
}
