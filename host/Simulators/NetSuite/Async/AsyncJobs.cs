using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Async;

/// <summary>Takes work in that a client need not wait for (<c>Prefer: respond-async</c>): one request, or up to 100
/// records of a type at once. Shown as a job with a task per record.</summary>
internal sealed class AsyncJobs(Func<SimulatedRequest, string[], SimulatedResponse> work, TimeProvider time)
{
    private readonly List<AsyncJob> _jobs = [];

    public static bool IsAsked(SimulatedRequest request) =>
        request.Headers.GetValueOrDefault("Prefer")?.Contains("respond-async", StringComparison.OrdinalIgnoreCase)
            is true;

    public static bool IsCollection(SimulatedRequest request) =>
        request.Headers.GetValueOrDefault("Content-Type")?.Contains("type=collection", StringComparison.Ordinal)
            is true;

    /// <exception cref="RecordFault">The key was used before, or the batch is none.</exception>
    public SimulatedResponse Submit(SimulatedRequest request, string[] record)
    {
        var key = request.Headers.GetValueOrDefault("X-NetSuite-Idempotency-Key");
        if (key is not null && _jobs.Find(job => job.Key == key) is { } first)
        {
            var clash = Answer.Refused(new RecordFault(400, "IDEMPOTENCY_ERROR",
                "A request with the same idempotency key is already submitted. See the \"Location\" header for a link "
                + "to the previously submitted job") { Title = "Conflict" });
            return clash with { Headers = [.. clash.Headers, .. Accepted(first.Id)] };
        }

        var now = time.GetUtcNow();
        var results = IsCollection(request) ? Batch(request, record) : [Done(request, record)];
        var job = new AsyncJob(_jobs.Count + 1, key, now, now + JobTime, results);
        _jobs.Add(job);
        return new SimulatedResponse(202, Accepted(job.Id), default);
    }

    /// <summary>Answers <c>/services/rest/async/v1/job/…</c>.</summary>
    public SimulatedResponse Show(SimulatedRequest request, string[] path)
    {
        var job = int.TryParse(path.ElementAtOrDefault(0), CultureInfo.InvariantCulture, out var id)
            ? _jobs.Find(each => each.Id == id)
            : null;
        var task = int.TryParse(path.ElementAtOrDefault(2), CultureInfo.InvariantCulture, out var number) ? number : 0;
        var done = job is not null && time.GetUtcNow() >= job.Ends;
        var address = request.Url.GetLeftPart(UriPartial.Path);
        return path switch
        {
            [_] when job is not null => Answer.Record(new JsonObject
            {
                ["links"] = Links(address),
                ["completed"] = done,
                ["id"] = path[0],
                ["progress"] = done ? "succeeded" : "pending",
                ["task"] = new JsonObject { ["links"] = Links($"{address}/task") },
            }),
            [_, "task"] when job is not null => Answer.Collection(new JsonObject
            {
                ["links"] = Links(address),
                ["count"] = job.Results.Count,
                ["hasMore"] = false,
                ["items"] = new JsonArray([.. job.Results.Select((_, at) => Task(job, at + 1, done, address))]),
                ["offset"] = 0,
                ["totalResults"] = job.Results.Count,
            }),
            [_, "task", _] when job is not null && task >= 1 && task <= job.Results.Count =>
                Answer.Record(Task(job, task, done, address[..address.LastIndexOf('/')])),
            [_, "task", _, "result"] when done && task >= 1 && task <= job!.Results.Count => job.Results[task - 1],
            _ => throw RecordFault.Missing(),
        };
    }

    private List<SimulatedResponse> Batch(SimulatedRequest request, string[] record)
    {
        var items = Items(request.Body);
        if (record.Length != 1 || items.Count is 0 or > RecordsMost)
        {
            throw new RecordFault(400, "INVALID_CONTENT",
                $"A batch request takes 1 to {RecordsMost} records of one type in 'items'.");
        }

        return [.. items.Select(item => Done(
            request with { Body = Encoding.UTF8.GetBytes(item.ToJsonString()) },
            Address(request.Method, record[0], item)))];
    }

    private static string[] Address(string method, string type, JsonObject item) => method switch
    {
        "POST" => [type],
        "PATCH" when item.Text("id") is { } id => [type, id],
        _ => [type, $"eid:{item.Text("externalId")}"],
    };

    private SimulatedResponse Done(SimulatedRequest request, string[] record)
    {
        try
        {
            return work(request, record);
        }
        catch (RecordFault fault)
        {
            return Answer.Refused(fault);
        }
    }

    private static List<JsonObject> Items(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span) is JsonObject root && root["items"] is JsonArray items
                ? [.. items.OfType<JsonObject>()]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static JsonObject Task(AsyncJob job, int number, bool done, string tasks) => new()
    {
        ["links"] = Links($"{tasks}/{number}"),
        ["completed"] = done,
        ["id"] = number.ToString(CultureInfo.InvariantCulture),
        ["progress"] = !done ? "pending" : job.Results[number - 1].Status < 300 ? "succeeded" : "failed",
        ["startTime"] = job.Started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["endTime"] = done
            ? job.Ends.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null,
        ["result"] = new JsonObject { ["links"] = Links($"{tasks}/{number}/result") },
    };

    private static JsonArray Links(string href) => [new JsonObject { ["rel"] = "self", ["href"] = href }];

    private static List<KeyValuePair<string, string>> Accepted(int job) =>
    [
        new("Preference-Applied", "respond-async"),
        new("Location", string.Create(CultureInfo.InvariantCulture, $"/services/rest/async/v1/job/{job}")),
    ];

    private const int RecordsMost = 100;
    private static readonly TimeSpan JobTime = TimeSpan.FromSeconds(2);
}
