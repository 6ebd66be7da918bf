using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Tests.Shopify;

/// <summary>A client that knows nothing of ours: it asks over HTTP what the line of <c>ihost simulate --json</c>
/// told it to.</summary>
internal sealed class Asking : IAsyncDisposable
{
    private readonly Simulation _simulation;
    private readonly HttpClient _http = new();
    private readonly JsonNode _said;

    private Asking(Simulation simulation) => (_simulation, _said) = (simulation, JsonNode.Parse(simulation.ToJson())!);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public JsonNode Shop(int number) => _said["shopify"]!["shops"]![number]!;

    public string Domain(int number) => Shop(number)["domain"]!.GetValue<string>();

    /// <summary>Each shop has a location and sells mugs.</summary>
    public static async Task<Asking> StartAsync(SimulationOptions? options = null)
    {
        var played = options ?? new SimulationOptions();
        var asking = new Asking(await Simulation.StartAsync(played, TimeProvider.System, Cancel));
        foreach (var shop in played.Shops)
        {
            await asking.ControlAsync($"shopify/{shop.Domain}/locations", """{"name":"Main Warehouse"}""");
            await asking.ControlAsync($"shopify/{shop.Domain}/products", """{"sku":"MUG"}""");
        }

        return asking;
    }

    /// <summary>The whole answer to a GraphQL text.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> GraphQlAsync(
        int shop, string query, object? variables = null, string? token = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{_said["shopify"]!["url"]}/{Domain(shop)}/admin/api/2026-07/graphql.json");
        request.Headers.Add("X-Shopify-Access-Token", token ?? Shop(shop)["accessToken"]!.GetValue<string>());
        request.Content = JsonContent.Create(new { query, variables });
        using var answer = await _http.SendAsync(request, Cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!);
    }

    /// <summary>The id of the answer to a simple question.</summary>
    public async Task<(HttpStatusCode Status, string Id)> RequestIdAsync(int shop, string? token)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{_said["shopify"]!["url"]}/{Domain(shop)}/admin/api/2026-07/graphql.json");
        request.Headers.Add("X-Shopify-Access-Token", token ?? Shop(shop)["accessToken"]!.GetValue<string>());
        request.Content = JsonContent.Create(new { query = "{ shop { name } }" });
        using var answer = await _http.SendAsync(request, Cancel);
        return (answer.StatusCode, answer.Headers.GetValues("X-Request-Id").Single());
    }

    /// <summary>What GraphQL answered, under <c>data</c>.</summary>
    public async Task<JsonNode> DataAsync(int shop, string query, object? variables = null) =>
        (await GraphQlAsync(shop, query, variables)).Body["data"]!;

    public async Task<(HttpStatusCode Status, JsonNode Body)> ControlAsync(string route, string body)
    {
        using var answer = await _http.PostAsync($"{_said["control"]}/{route}", new StringContent(body), Cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!);
    }

    /// <summary>Places an order of one mug; answers its global id.</summary>
    public async Task<string> PlaceAsync(int shop) => (await ControlAsync($"shopify/{Domain(shop)}/orders",
        """{"lines":[{"sku":"MUG","quantity":1,"price":12.5}]}""")).Body["id"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _simulation.DisposeAsync();
    }
}
