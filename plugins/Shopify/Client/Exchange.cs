using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Access;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>One request and its answer: takes a permit of the shop's budget, waits at most 30 s, and gives
/// <c>data</c>. Strict: any top-level error means the answer is incomplete and is a fault.</summary>
internal sealed class Exchange(ShopifyOptions options, ConnectorContext context, IAccessTokens tokens)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private static readonly HashSet<HttpRequestError> NeverSent =
    [
        HttpRequestError.NameResolutionError, HttpRequestError.ConnectionError,
        HttpRequestError.SecureConnectionError, HttpRequestError.ProxyTunnelError,
    ];

    private readonly RequestedCosts _costs = new(context.Budget);
    private readonly Uri _address = new(
        $"{(options.BaseUrl ?? $"https://{options.Shop}").TrimEnd('/')}/admin/api/{options.ApiVersion}/graphql.json");

    public double CostOf(string operation) => _costs.Of(operation);

    /// <summary>Sends once; once more with another token where the shop does not accept this one, for it did nothing
    /// then.</summary>
    public async Task<Record> SendAsync(Call call, CancellationToken cancel)
    {
        var token = await tokens.CurrentAsync(cancel);
        try
        {
            return await SendAsync(call, token, cancel);
        }
        catch (ShopifyFault fault) when (fault.Code == HttpFault.NotAccepted && tokens.Refused(token))
        {
            return await SendAsync(call, await tokens.CurrentAsync(cancel), cancel);
        }
    }

    private async Task<Record> SendAsync(Call call, string token, CancellationToken cancel)
    {
        using var permit = await context.Budget.AcquireAsync(CostOf(call.Operation), call.Priority, cancel);
        using var within = new CancellationTokenSource(AnswerWithin, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancel);
        using var request = Request(call, token);
        try
        {
            using var response = await context.Http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var requestId = RequestIdOf(response);
            if (HttpFault.Of(response, options, requestId) is { } refused)
            {
                permit.Report(0, retryAfter: refused.RetryAfter);
                throw refused.With(requestId, await BodyOfRefusalAsync(response, either.Token));
            }

            var body = await BoundedBody.ReadAsync(response.Content, either.Token);
            try
            {
                var answer = Parse(call, body, requestId);
                var wait = _costs.Learn(call.Operation, answer, permit);
                return AnswerErrors.Any(answer)
                    ? throw AnswerErrors.Fault(call, options.Shop, answer, requestId, wait)
                    : DataOf(call, answer, requestId);
            }
            catch (ShopifyFault fault)
            {
                throw fault.With(requestId, body);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unknown($"did not answer {call.Operation} within {AnswerWithin.TotalSeconds:0} s");
        }
        catch (HttpRequestException fault) when (NeverSent.Contains(fault.HttpRequestError))
        {
            throw new ShopifyFault(
                ShopifyFaultKind.Unreachable, $"{options.Shop} cannot be reached: {fault.Message}");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw Unknown($"broke off during {call.Operation}: {fault.Message}");
        }
    }

    // What is refused is known by its status: a body that does not come makes it no less so.
    private static async Task<ReadOnlyMemory<byte>> BodyOfRefusalAsync(
        HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            return await BoundedBody.ReadAsync(response.Content, cancel);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    private HttpRequestMessage Request(Call call, string token)
    {
        var body = new JsonObject
        {
            ["query"] = Documents.TextOf(call.Operation),
            ["operationName"] = call.Operation,
            ["variables"] = call.Variables.DeepClone(),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Shopify-Access-Token", token);
        return request;
    }

    private Record Parse(Call call, ReadOnlyMemory<byte> body, string requestId)
    {
        try
        {
            return Record.Parse(body);
        }
        catch (RecordException)
        {
            throw Unknown($"answered {call.Operation} with something that is no JSON object (request {requestId})");
        }
    }

    private Record DataOf(Call call, Record answer, string requestId)
    {
        try
        {
            return answer.Inner("data");
        }
        catch (RecordException)
        {
            throw Unknown($"answered {call.Operation} without data and without an error (request {requestId})");
        }
    }

    private ShopifyFault Unknown(string what) => new(ShopifyFaultKind.Unknown, $"{options.Shop} {what}");

    private static string RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Request-Id", out var ids) ? string.Join(",", ids) : "unknown";
}
