using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.Shopify.Bulk;
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
        var id = KeyValuePair.Create("X-Request-Id", $"{Interlocked.Increment(ref _requests):x8}-played");
        var answer = Answer(request);
        answer = answer with { Headers = [.. answer.Headers, id] };
        return Faults.Latency > TimeSpan.Zero && answer.After == TimeSpan.Zero
            ? answer with { After = Faults.Latency } : answer;
    }

    private SimulatedResponse Answer(SimulatedRequest request)
    {
        if (request.Method == "GET" && ResultOf(request) is { } result)
        {
            return result;
        }

        var token = request.Headers.GetValueOrDefault(TokenHeader);
        if (ShopOf(request, token) is not { } shop || request.Method != "POST")
        {
            return JsonReply.Of(404, new JsonObject { ["errors"] = "Not Found" });
        }

        if (request.Url.AbsolutePath.EndsWith(TokenDesk.Path, StringComparison.Ordinal))
        {
            return Faults.Next($"/{shop.State.Options.Domain}/token") is { } trouble
                ? Failed(trouble) : shop.Tokens.Answer(request.Body);
        }

        if (!shop.Tokens.IsGood(token))
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
            shop.State.RunJobs();
            shop.Bulk.Address = $"{request.Url.GetLeftPart(UriPartial.Authority)}/{shop.State.Options.Domain}";
            var answer = Answer(shop, request.Body);
            return Faults.Taken(path) is { } lost ? Failed(lost) : answer;
        }
    }

    // A result of a bulk operation lies at an address that is a secret by itself: no token is asked for.
    private SimulatedResponse? ResultOf(SimulatedRequest request)
    {
        var path = request.Url.AbsolutePath;
        var at = path.IndexOf(BulkDesk.Folder, StringComparison.Ordinal);
        return at > 0 && _shops.TryGetValue(path[1..at], out var shop) ? shop.Bulk.Download(request) : null;
    }

    private PlayedShop? ShopOf(SimulatedRequest request, string? token)
    {
        var path = request.Url.AbsolutePath;
        var api = ApiVersions.All.Select(ApiVersions.PathOf).Append(TokenDesk.Path)
            .FirstOrDefault(each => path.EndsWith(each, StringComparison.Ordinal));
        return api is null ? null : path == api
            ? _shops.GetValueOrDefault((request.Headers.GetValueOrDefault("Host") ?? "").Split(':')[0])
                ?? _shops.Values.FirstOrDefault(shop => shop.State.Options.AccessToken == token)
                ?? _shops.Values.FirstOrDefault()
            : _shops.GetValueOrDefault(path[1..^api.Length]);
    }

    private SimulatedResponse Answer(PlayedShop shop, ReadOnlyMemory<byte> body)
    {
        shop.State.Requests++;
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
                return JsonReply.Of(200, Throttled(shop, cost));
            }

            var executor = new Executor(operation, shop.Resolvers);
            var answer = new JsonObject { ["data"] = executor.Run() };
            if (executor.Errors.Count > 0)
            {
                answer["errors"] = executor.Errors;
            }

            answer["extensions"] = shop.Bucket.Extensions(cost, cost);
            return JsonReply.Of(200, answer);
        }
        catch (GraphQlError error)
        {
            var wrong = new JsonObject
            {
                ["errors"] = new JsonArray(error.ToJson()),
                ["extensions"] = shop.Bucket.Extensions(cost, null),
            };
            return JsonReply.Of(200, wrong);
        }
        catch (JsonException)
        {
            var missing = new JsonObject { ["query"] = "Required parameter missing or invalid" };
            return JsonReply.Of(400, new JsonObject { ["errors"] = missing });
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
            var (query, _, name) = Read(body);
            var kind = Document.Of(query, name).IsMutation ? "mutation" : "query";
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
    }) with
    {
        After = fault.Hangs ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
    };
}
