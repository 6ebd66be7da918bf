using System.Net;
using System.Text;
using System.Text.Json;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>Answers what the test tells it to, and keeps every request.</summary>
internal sealed class AnsweringNetSuite : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _next = new();

    public List<SeenRequest> Seen { get; } = [];

    /// <summary>What answers when nothing is queued.</summary>
    public Func<SeenRequest, HttpResponseMessage>? Otherwise { get; set; }

    public AnsweringNetSuite Then(HttpStatusCode status, string json = "", string? location = null)
    {
        _next.Enqueue((_, _) => Task.FromResult(Answer(status, json, location)));
        return this;
    }

    public AnsweringNetSuite ThenError(int status, string code, string detail, string? path = null) =>
        Then((HttpStatusCode)status, ErrorBody(status, code, detail, path));

    public AnsweringNetSuite ThenRows(params object[] rows) => Then(HttpStatusCode.OK, Rows(false, rows));

    public AnsweringNetSuite ThenFault(Exception fault)
    {
        _next.Enqueue((_, _) => Task.FromException<HttpResponseMessage>(fault));
        return this;
    }

    /// <summary>Never answers; <paramref name="reached"/> is called when the request has come.</summary>
    public AnsweringNetSuite ThenSilence(Action reached)
    {
        _next.Enqueue(async (_, cancel) =>
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using var registration = cancel.Register(() => never.TrySetCanceled(cancel));
            reached();
            return await never.Task;
        });
        return this;
    }

    public static string Rows(bool hasMore, params object[] rows) => JsonSerializer.Serialize(
        new { links = Array.Empty<object>(), count = rows.Length, hasMore, items = rows, offset = 0 });

    public static string ErrorBody(int status, string code, string detail, string? path = null) =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["type"] = "https://www.rfc-editor.org/rfc/rfc9110.html",
            ["title"] = "Refused",
            ["status"] = status,
            ["o:errorDetails"] = new[]
            {
                path is null
                    ? new Dictionary<string, string> { ["detail"] = detail, ["o:errorCode"] = code }
                    : new Dictionary<string, string>
                    {
                        ["detail"] = detail, ["o:errorCode"] = code, ["o:errorPath"] = path,
                    },
            },
        });

    public static HttpResponseMessage Answer(HttpStatusCode status, string json, string? location = null)
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (location is not null)
        {
            response.Headers.Location = new Uri(location);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var seen = new SeenRequest(
            request.Method.Method, request.RequestUri!.PathAndQuery, body,
            request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
        Seen.Add(seen);
        return _next.TryDequeue(out var answer) ? await answer(request, cancellationToken)
            : Otherwise is not null ? Otherwise(seen)
            : throw new InvalidOperationException($"no answer was prepared for {seen.Method} {seen.Path}");
    }
}

/// <summary>A request as it arrived.</summary>
internal sealed record SeenRequest(
    string Method, string Path, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The text of a SuiteQL request.</summary>
    public string Query => JsonDocument.Parse(Body).RootElement.GetProperty("q").GetString()!;
}
