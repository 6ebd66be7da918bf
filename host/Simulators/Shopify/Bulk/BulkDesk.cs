using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Bulk;

/// <summary>Bulk operations: a document is run over everything and its records are written as lines of JSON, nested
/// ones after their parent with <c>__parentId</c>. Five at a time; done a moment after they were asked for.</summary>
internal sealed class BulkDesk(ShopState state, TimeProvider time)
{
    public const string Folder = "/bulk/";
    private const int AtOnceMost = 5;
    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (byte[] Lines, DateTimeOffset Ready)> _results = [];

    /// <summary>What the next operations end with instead of COMPLETED, for example TIMEOUT; null for none.</summary>
    public string? FailWith { get; set; }

    /// <summary>How many lines the next results lack although they are counted.</summary>
    public int LackingLines { get; set; }

    /// <summary>Where results are to be had: the shop's own address.</summary>
    public string Address { get; set; } = "";

    public JsonObject Run(JsonObject arguments, IResolvers resolvers)
    {
        var running = state.All("BulkOperation").Where(each => !IsDone(each)).ToArray();
        if (running.Length >= AtOnceMost)
        {
            return Payload("OPERATION_IN_PROGRESS",
                "A bulk query operation for this app and shop is already in progress: "
                    + string.Join(", ", running.Select(each => each["id"])) + ".", field: null);
        }

        var query = arguments["query"]!.GetValue<string>();
        List<string> lines;
        try
        {
            lines = new BulkRun(Operation.Parse(query, [], null), resolvers).Lines();
        }
        catch (GraphQlError error)
        {
            return Payload("INVALID", error.Message);
        }

        var made = state.Add("BulkOperation", new JsonObject
        {
            ["type"] = "QUERY",
            ["query"] = query,
            ["createdAt"] = state.Now(),
            ["failure"] = FailWith,
            ["objectCount"] = lines.Count.ToString(CultureInfo.InvariantCulture),
            ["rootObjectCount"] = lines.Count.ToString(CultureInfo.InvariantCulture),
        });
        var kept = lines.Take(Math.Max(0, lines.Count - LackingLines)).Select(line => line + "\n");
        _results[made["id"]!.GetValue<string>()] =
            (Encoding.UTF8.GetBytes(string.Concat(kept)), time.GetUtcNow() + Takes);
        return new JsonObject
        {
            ["bulkOperation"] = made["id"]!.DeepClone(), ["userErrors"] = new JsonArray(),
        };
    }

    /// <summary>A computed field of an operation.</summary>
    public JsonNode? FieldOf(JsonObject operation, string field) => field switch
    {
        "status" => !IsDone(operation) ? "RUNNING" : operation["failure"] is null ? "COMPLETED" : "FAILED",
        "errorCode" => IsDone(operation) ? operation["failure"]?.DeepClone() : null,
        "url" => IsDone(operation) && operation["failure"] is null && operation["objectCount"]!.ToString() != "0"
            ? UrlOf(operation) : null,
        "partialDataUrl" => IsDone(operation) && operation["failure"] is not null ? UrlOf(operation) : null,
        _ => operation[field]?.DeepClone(),
    };

    /// <summary>A result, or the part of it from a place on.</summary>
    public SimulatedResponse Download(SimulatedRequest request)
    {
        var number = request.Url.AbsolutePath.Split('/')[^1];
        if (!_results.TryGetValue($"gid://shopify/BulkOperation/{number}", out var result))
        {
            return JsonReply.Of(403, new JsonObject { ["error"] = "expired" });
        }

        var range = request.Headers.GetValueOrDefault("Range") ?? "bytes=0-";
        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return from >= result.Lines.Length && from > 0
            ? new SimulatedResponse(416, [], ReadOnlyMemory<byte>.Empty)
            : new SimulatedResponse(
                206, [KeyValuePair.Create("Content-Type", "application/jsonl")], result.Lines.AsMemory(from));
    }

    private bool IsDone(JsonObject operation) =>
        _results[operation["id"]!.GetValue<string>()].Ready <= time.GetUtcNow();

    private string UrlOf(JsonObject operation) =>
        $"{Address}{Folder}{operation["id"]!.GetValue<string>().Split('/')[^1]}";

    private static JsonObject Payload(string code, string message, string? field = "query") => new()
    {
        ["bulkOperation"] = null,
        ["userErrors"] = new JsonArray(new JsonObject
        {
            ["field"] = field is null ? null : new JsonArray(field), ["message"] = message, ["code"] = code,
        }),
    };
}
