using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests.Support;

/// <summary>A site as <c>ihost new</c> writes it, filled in for the playground as its user would.</summary>
internal sealed class TestSite : IDisposable
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip };
    private static readonly string[] First = ["us-customers", "us-orders", "us-inventory", "us-fulfilments"];
    private readonly HttpClient _http = new();

    private TestSite(Place place, JsonObject settings, Uri page) => (Place, Settings, Page) = (place, settings, page);

    public Place Place { get; }

    /// <summary>What stands in <c>ihost.json</c>.</summary>
    public JsonObject Settings { get; }

    public Uri Page { get; }

    public string Folder => Path.Combine(Place.Folder, "site");

    /// <param name="place">Where.</param>
    /// <param name="simulation">What the playground says of itself.</param>
    /// <param name="flows">Those of the site that run beside its first four, for example <c>us-payments</c>.</param>
    public static async Task<TestSite> NewAsync(Place place, JsonObject simulation, params string[] flows)
    {
        (await Ihost.RunAsync(place, "new", "shopify-netsuite", "site")).Code.ShouldBe(0);
        var file = Path.Combine(place.Folder, "site", "ihost.json");
        var settings = JsonNode.Parse(File.ReadAllText(file), documentOptions: Commented)!.AsObject();
        var site = new TestSite(place, settings, new Uri($"http://127.0.0.1:{FreePort()}/"));
        site.Keep([.. First, .. flows]);
        site.FillIn(simulation);
        site.Save();
        return site;
    }

    public void Save() => Place.Write("site/ihost.json", Settings.ToJsonString());

    /// <summary>Starts the host and waits until it answers.</summary>
    public async Task<Ihost> RunAsync()
    {
        var host = Ihost.Start(Place, "run", "--site", "site");
        await Until.TrueAsync("the host was ready", async () => host.HasEnded
            ? throw new InvalidOperationException((await host.EndAsync()).ToString())
            : (await Ihost.RunAsync(Place, "health", "--site", "site")).Code == 0);
        return host;
    }

    public async Task<JsonNode> GetAsync(string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(Page, path)))!;

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    /// <summary>How often a flow did this, for example <c>written</c>.</summary>
    public async Task<int> CountAsync(string flow, string what) => (await GetAsync("api/v1/status"))["flows"]!.AsArray()
        .Single(each => each!["name"]!.GetValue<string>() == flow)!["counts"]![what]!.GetValue<int>();

    public void Dispose() => _http.Dispose();

    private void Keep(string[] wanted)
    {
        var flows = Settings["flows"]!.AsObject();
        foreach (var other in flows.Select(flow => flow.Key).Except(wanted).ToArray())
        {
            flows.Remove(other);
        }

        if (!wanted.Contains("us-customers-back"))
        {
            flows["us-customers"]!.AsObject().Remove("conflict"); // Who wins is asked where a link is kept both ways.
        }
    }

    private void FillIn(JsonObject simulation)
    {
        var shop = simulation["shopify"]!["shops"]![0]!;
        var account = simulation["netsuite"]!;
        var connections = Settings["connections"]!;
        var (us, erp) = (connections["us-shop"]!["options"]!, connections["erp"]!["options"]!);
        us["shop"] = shop["domain"]!.DeepClone();
        us["baseUrl"] = $"{simulation["shopify"]!["url"]}/{shop["domain"]}";
        us["overlapSeconds"] = "10";
        erp["account"] = account["account"]!.DeepClone();
        erp["baseUrl"] = account["url"]!.DeepClone();
        erp["timeZone"] = "America/New_York";
        foreach (var flow in Settings["flows"]!.AsObject())
        {
            flow.Value!["pollEvery"] = "00:00:01";
            flow.Value["since"] = "2020-01-01T00:00:00Z";
        }

        Settings["web"] = new JsonObject { ["listen"] = Page.AbsoluteUri, ["publicUrl"] = Page.AbsoluteUri };
        Secret("us-shop-token", shop["accessToken"]);
        Secret("us-shop-webhook", shop["webhookSecret"]);
        Secret("erp-consumer-key", account["consumerKey"]);
        Secret("erp-consumer-secret", account["consumerSecret"]);
        Secret("erp-token-id", account["tokenId"]);
        Secret("erp-token-secret", account["tokenSecret"]);
    }

    private void Secret(string name, JsonNode? value) =>
        Place.Write($"site/secrets/{name}", value!.GetValue<string>());

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
