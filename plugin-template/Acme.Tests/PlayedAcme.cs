using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Acme.Tests;

/// <summary>The system played in memory: <c>PUT</c> and <c>GET /items/{sku}</c>, and <c>GET /items?after=n</c>, where a
/// record's version is the number of its last change.</summary>
internal sealed class PlayedAcme : HttpMessageHandler
{
    public const string Key = "played-key";
    private const int ItemsPerPage = 50;

    private readonly Dictionary<string, JsonObject> _items = [];
    private long _last;

    public bool IsThrottled { get; set; }

    /// <summary>The next write is done and its answer lost.</summary>
    public bool LosesNextAnswer { get; set; }

    /// <summary>Somebody changes an item in the system itself.</summary>
    public string Change(string sku)
    {
        Put(sku, new JsonObject { ["sku"] = sku, ["title"] = "changed there" });
        return sku;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancel);
        cancel.ThrowIfCancellationRequested();
        var answer = IsThrottled ? Answer(HttpStatusCode.TooManyRequests, [])
            : !request.Headers.TryGetValues("X-Api-Key", out var keys) || keys.Single() != Key
                ? Answer(HttpStatusCode.Unauthorized, [])
            : Handle(request.Method, request.RequestUri!, body);
        if (LosesNextAnswer && request.Method == HttpMethod.Put)
        {
            LosesNextAnswer = false;
            throw new HttpRequestException("the answer was lost");
        }

        return answer;
    }

    private HttpResponseMessage Handle(HttpMethod method, Uri address, string body)
    {
        var sku = Uri.UnescapeDataString(address.AbsolutePath.Split('/')[^1]);
        if (method == HttpMethod.Put)
        {
            var isNew = !_items.ContainsKey(sku);
            return Answer(
                isNew ? HttpStatusCode.Created : HttpStatusCode.OK, Put(sku, JsonNode.Parse(body)!.AsObject()));
        }

        return address.AbsolutePath == "/items" ? Page(address.Query)
            : _items.TryGetValue(sku, out var item) ? Answer(HttpStatusCode.OK, item)
            : Answer(HttpStatusCode.NotFound, []);
    }

    private HttpResponseMessage Page(string query)
    {
        var after = query.StartsWith("?after=", StringComparison.Ordinal)
            ? long.Parse(query["?after=".Length..], CultureInfo.InvariantCulture) : 0;
        var all = _items.Values.Where(item => VersionOf(item) >= after).OrderBy(VersionOf).ToArray();
        var page = all.Take(ItemsPerPage).ToArray();
        return Answer(HttpStatusCode.OK, new JsonObject
        {
            ["items"] = new JsonArray([.. page.Select(item => item.DeepClone())]),
            ["next"] = page.Select(VersionOf).Append(after).Max().ToString(CultureInfo.InvariantCulture),
            ["more"] = page.Length < all.Length,
        });
    }

    private JsonObject Put(string sku, JsonObject item)
    {
        item["version"] = (++_last).ToString(CultureInfo.InvariantCulture);
        return _items[sku] = item;
    }

    private static long VersionOf(JsonObject item) =>
        long.Parse(item["version"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static HttpResponseMessage Answer(HttpStatusCode status, JsonObject body) => new(status)
    {
        Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
    };
}
