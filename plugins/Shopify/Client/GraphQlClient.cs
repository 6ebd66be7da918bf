using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>Sends operations and gives their <c>data</c>. Strict: any top-level error means the answer is incomplete and is
/// a fault. Every request takes a permit of the shop's budget, priced by what the operation asked last time.</summary>
internal sealed class GraphQlClient(ShopifyOptions options, ConnectorContext context)
{
    private const double CostFirst = 50;
    private const int TriesMost = 4;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RepeatWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, double> _costs = new();
    private readonly Uri _address = new(
        $"{(options.BaseUrl ?? $"https://{options.Shop}").TrimEnd('/')}/admin/api/{options.ApiVersion}/graphql.json");

    public string Shop => options.Shop;

    /// <summary>A read: repeated within ten seconds when the shop is busy or does not answer.</summary>
    public async Task<Record> QueryAsync(string operation, JsonObject variables, CancellationToken cancel)
    {
        var until = context.Time.GetUtcNow() + RepeatWithin;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await SendAsync(operation, variables, context.Budget.Priority, cancel);
            }
            catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Refused && tries < TriesMost)
            {
                var pause = fault.RetryAfter ?? (PauseFirst * Math.Pow(2, tries - 1));
                if (context.Time.GetUtcNow() + pause > until)
                {
                    throw;
                }

                await Task.Delay(pause, context.Time, cancel);
            }
        }
    }

    /// <summary>A mutation: one attempt. Gives the payload of its one field.</summary>
    public async Task<Record> MutateAsync(
        string operation, string field, JsonObject variables, Priority priority, CancellationToken cancel) =>
        (await SendAsync(operation, variables, priority, cancel)).Inner(field);

    private async Task<Record> SendAsync(
        string operation, JsonObject variables, Priority priority, CancellationToken cancel)
    {
        using var permit = await context.Budget.AcquireAsync(_costs.GetValueOrDefault(operation, CostFirst), priority, cancel);
        using var within = new CancellationTokenSource(AnswerWithin, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancel);
        using var request = Request(operation, variables);
        try
        {
            using var response = await context.Http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return Read(operation, response, body, permit);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ShopifyFault(ShopifyFaultKind.Unknown, $"{options.Shop} did not answer {operation} within 30 s");
        }
        catch (HttpRequestException fault)
        {
            throw new ShopifyFault(ShopifyFaultKind.Unknown, $"{options.Shop} could not be reached: {fault.Message}");
        }
    }

    private HttpRequestMessage Request(string operation, JsonObject variables)
    {
        var call = new JsonObject
        {
            ["query"] = Documents.TextOf(operation),
            ["operationName"] = operation,
            ["variables"] = variables.DeepClone(),
        };
        var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Content = new StringContent(call.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Shopify-Access-Token", options.AccessToken);
        return request;
    }

    private Record Read(string operation, HttpResponseMessage response, byte[] body, Permit permit)
    {
        if (HttpFault.Of(response, options) is { } refused)
        {
            permit.Report(0, retryAfter: refused.Kind == ShopifyFaultKind.Throttled ? refused.RetryAfter : null);
            throw refused;
        }

        Record answer;
        try
        {
            answer = Record.Parse(body);
        }
        catch (RecordException)
        {
            throw new ShopifyFault(ShopifyFaultKind.Unknown, $"{options.Shop} answered {operation} with something that is no JSON");
        }

        var wait = Learn(operation, answer, permit);
        if (answer.Has("errors"))
        {
            throw AnswerErrors.Fault(operation, options.Shop, answer, RequestIdOf(response), wait);
        }

        return answer.Inner("data");
    }

    /// <summary>Tells the budget what the answer says of the bucket; gives the wait when the answer was a refusal.</summary>
    private TimeSpan? Learn(string operation, Record answer, Permit permit)
    {
        if (answer.InnerOrNull("extensions.cost") is not { } cost)
        {
            permit.Report(0);
            return null;
        }

        var asked = (double)cost.Number("requestedQueryCost");
        var left = (double)cost.Number("throttleStatus.currentlyAvailable");
        var perSecond = (double)cost.Number("throttleStatus.restoreRate");
        _costs[operation] = asked;
        context.Budget.Describe((double)cost.Number("throttleStatus.maximumAvailable"), perSecond);
        if (!AnswerErrors.IsThrottled(answer))
        {
            permit.Report((double)(cost.NumberOrNull("actualQueryCost") ?? (decimal)asked), left);
            return null;
        }

        var wait = TimeSpan.FromSeconds(Math.Max(0.1, (asked - left) / Math.Max(1, perSecond)));
        permit.Report(0, left, wait);
        return wait;
    }

    private static string RequestIdOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Request-Id", out var ids) ? string.Join(",", ids) : "none";
}
