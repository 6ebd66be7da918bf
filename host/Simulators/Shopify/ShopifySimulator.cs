using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Mutations;
using IntegrationHost.Simulators.Shopify.Shop;
using IntegrationHost.Simulators.Shopify.Webhooks;

namespace IntegrationHost.Simulators.Shopify;

/// <summary>Several shops that answer the Admin GraphQL API behind one loopback address. Which shop is meant is told by
/// the first part of the path (<c>/us-shop.myshopify.com/admin/api/2026-07/graphql.json</c>); without it by the Host
/// header, else by whose access token it is.</summary>
public sealed class ShopifySimulator : ISimulator
{
    private const string Api = "/admin/api/2026-07/graphql.json";
    private const string TokenHeader = "X-Shopify-Access-Token";
    private const int CostMost = 1000;

    private readonly Dictionary<string, PlayedShop> _shops;
    private long _requests;

    /// <summary>Opens the shops.</summary>
    public ShopifySimulator(IEnumerable<ShopOptions> shops, TimeProvider time) =>
        _shops = shops.ToDictionary(shop => shop.Domain, shop => new PlayedShop(shop, time));

    /// <summary>Faults to answer with instead.</summary>
    public Faults Faults { get; } = new();

    internal IReadOnlyCollection<PlayedShop> Shops => _shops.Values;

    internal PlayedShop? Find(string domain) => _shops.GetValueOrDefault(domain);

    /// <inheritdoc/>
    public SimulatedResponse Handle(SimulatedRequest request)
    {
        var token = request.Headers.GetValueOrDefault(TokenHeader);
        if (ShopOf(request, token) is not { } shop || !request.Url.AbsolutePath.EndsWith(Api, StringComparison.Ordinal)
            || request.Method != "POST")
        {
            return JsonReply.Of(404, new JsonObject { ["errors"] = "Not Found" });
        }

        if (token != shop.State.Options.AccessToken)
        {
            return JsonReply.Of(401, new JsonObject
            {
                ["errors"] = "[API] Invalid API key or access token (unrecognized login or wrong password)",
            });
        }

        var path = Faults.Any ? PlaceOf(shop, request.Body) : "";
        if (Faults.Next(path) is { } fault && !fault.AfterCommit)
        {
            return Failed(fault);
        }

        lock (shop.State.Gate)
        {
            var answer = Answer(shop, request.Body);
            return Faults.Taken(path) is { } lost ? Failed(lost) : answer;
        }
    }

    private PlayedShop? ShopOf(SimulatedRequest request, string? token)
    {
        var path = request.Url.AbsolutePath;
        return path == Api
            ? _shops.GetValueOrDefault((request.Headers.GetValueOrDefault("Host") ?? "").Split(':')[0])
                ?? _shops.Values.FirstOrDefault(shop => shop.State.Options.AccessToken == token)
                ?? _shops.Values.FirstOrDefault()
            : path.Length > Api.Length ? _shops.GetValueOrDefault(path[1..^Api.Length]) : null;
    }

    private SimulatedResponse Answer(PlayedShop shop, ReadOnlyMemory<byte> body)
    {
        shop.State.Requests++;
        var id = KeyValuePair.Create("X-Request-Id", $"{Interlocked.Increment(ref _requests):x8}-played");
        var cost = 0;
        try
        {
            var (query, variables, name) = Read(body);
            var operation = Operation.Parse(query, variables, name);
            cost = Cost.Of(operation);
            if (cost > CostMost)
            {
                throw new GraphQlError("MAX_COST_EXCEEDED",
                    $"Query cost is {cost}, which exceeds the single query max cost limit ({CostMost}).");
            }

            if (!shop.Bucket.TryTake(cost))
            {
                return JsonReply.Of(200, Throttled(shop, cost), id);
            }

            var data = new Executor(operation, shop.Resolvers).Run();
            return JsonReply.Of(
                200, new JsonObject { ["data"] = data, ["extensions"] = shop.Bucket.Extensions(cost, cost) }, id);
        }
        catch (GraphQlError error)
        {
            var wrong = new JsonObject
            {
                ["errors"] = new JsonArray(error.ToJson()),
                ["extensions"] = shop.Bucket.Extensions(cost, null),
            };
            return JsonReply.Of(200, wrong, id);
        }
        catch (JsonException)
        {
            var missing = new JsonObject { ["query"] = "Required parameter missing or invalid" };
            return JsonReply.Of(400, new JsonObject { ["errors"] = missing }, id);
        }
    }

    private static JsonObject Throttled(PlayedShop shop, int cost) => new()
    {
        ["errors"] = new JsonArray(new JsonObject
        {
            ["message"] = "Throttled",
            ["extensions"] = new JsonObject
            {
                ["code"] = "THROTTLED",
                ["documentation"] = "https://shopify.dev/api/usage/rate-limits",
            },
        }),
        ["extensions"] = shop.Bucket.Extensions(cost, null),
    };

    // Faults are planned for a shop, its mutations or queries, or one operation: /us-shop.myshopify.com/mutation/Name.
    private static string PlaceOf(PlayedShop shop, ReadOnlyMemory<byte> body)
    {
        try
        {
            var (query, variables, name) = Read(body);
            var kind = Operation.Parse(query, variables, name).IsMutation ? "mutation" : "query";
            return $"/{shop.State.Options.Domain}/{kind}/{name}";
        }
        catch (Exception fault) when (fault is GraphQlError or JsonException)
        {
            return $"/{shop.State.Options.Domain}/unreadable";
        }
    }

    private static (string Query, JsonObject Variables, string? Name) Read(ReadOnlyMemory<byte> body)
    {
        var call = JsonNode.Parse(body.Span)?.AsObject();
        return call?["query"] is { } query
            ? (query.GetValue<string>(), call["variables"]?.AsObject() ?? [], call["operationName"]?.GetValue<string>())
            : throw new JsonException("no query");
    }

    private static SimulatedResponse Failed(Fault fault) => JsonReply.Of(fault.Status, new JsonObject
    {
        ["errors"] = string.Create(CultureInfo.InvariantCulture, $"played fault {fault.Status}"),
    });
}

/// <summary>One shop with all that belongs to it.</summary>
internal sealed class PlayedShop
{
    public PlayedShop(ShopOptions options, TimeProvider time)
    {
        State = new ShopState(options, time);
        Bucket = new PointBucket(options, time);
        Resolvers = new ShopResolvers(State, new ShopMutations(State));
        Webhooks = new WebhookOutbox(State, time);
    }

    public ShopState State { get; }

    public PointBucket Bucket { get; }

    public ShopResolvers Resolvers { get; }

    public WebhookOutbox Webhooks { get; }
}
