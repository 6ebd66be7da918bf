using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace IntegrationHost.EndToEnd.Tests.Support;

/// <summary>The simulators as a process, and what their people do by the control API.</summary>
internal sealed class Playground : IAsyncDisposable
{
    public const string Shop = "us-shop.myshopify.com";
    private readonly Ihost _process;
    private readonly HttpClient _http = new();

    private Playground(Ihost process, JsonObject said) => (_process, Said) = (process, said);

    /// <summary>The line of <c>ihost simulate --json</c>.</summary>
    public JsonObject Said { get; }

    public static async Task<Playground> StartAsync(Place place)
    {
        var process = Ihost.Start(place, "simulate", "--json");
        return new Playground(process, JsonNode.Parse(await process.LineAsync(_ => true))!.AsObject());
    }

    public async Task<JsonNode> PostAsync(string route, object body) =>
        await AnswerAsync(await _http.PostAsJsonAsync($"{Said["control"]}/{route}", body));

    public async Task<JsonNode> GetAsync(string route) =>
        await AnswerAsync(await _http.GetAsync($"{Said["control"]}/{route}"));

    public async Task<int> SalesOrdersAsync() => (await GetAsync("netsuite/records/salesOrder")).AsArray().Count;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<JsonNode> AnswerAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{answer.StatusCode}: {text}");
    }
}
