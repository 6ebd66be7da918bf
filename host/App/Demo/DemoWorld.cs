using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationHost.App.Cli;
using IntegrationHost.Simulators;

namespace IntegrationHost.App.Demo;

/// <summary>What the demo's people do, by the simulators' control API.</summary>
internal sealed class DemoWorld(Simulation simulation) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    public Task SeedAsync(CancellationToken cancel) =>
        PostAsync("demo/seed", new JsonObject { ["orders"] = DemoOptions.Orders }, cancel);

    /// <summary>Some webhooks come twice, some are lost: neither may matter.</summary>
    public async Task MakeWebhooksUnreliableAsync(CancellationToken cancel)
    {
        await PostAsync("shopify/us-shop.myshopify.com/webhooks", new JsonObject { ["copies"] = 2 }, cancel);
        await PostAsync("shopify/eu-shop.myshopify.com/webhooks", new JsonObject { ["loseEvery"] = 10 }, cancel);
    }

    public async Task<int> PlaceAsync(int count, CancellationToken cancel) =>
        (await PostAsync("demo/orders", new JsonObject { ["count"] = count }, cancel))["placed"]!.GetValue<int>();

    public async Task<int> ShipAsync(int count, CancellationToken cancel) =>
        (await PostAsync("demo/ship", new JsonObject { ["count"] = count }, cancel))["shipped"]!.GetValue<int>();

    public Task ChangeStockAsync(int count, CancellationToken cancel) =>
        PostAsync("demo/stock", new JsonObject { ["count"] = count }, cancel);

    /// <summary>As many in the shops as in NetSuite.</summary>
    public Task ChangeCustomersAsync(int count, CancellationToken cancel) =>
        PostAsync("demo/customers", new JsonObject { ["count"] = count }, cancel);

    public async Task<JsonObject> SummaryAsync(CancellationToken cancel) =>
        (await _http.GetFromJsonAsync<JsonObject>($"{simulation.ControlUrl}/demo/summary", cancel))!;

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> PostAsync(string route, JsonObject body, CancellationToken cancel)
    {
        using var answer = await _http.PostAsJsonAsync($"{simulation.ControlUrl}/{route}", body, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw new UseException($"the simulators refused {route}: {text}");
    }
}
