using System.Net;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Records;

namespace Acme;

/// <summary>Requests to the system. Each takes a permit of the account's budget and tells it what came of it, so that
/// all flows together keep to the account's limits.</summary>
internal sealed class AcmeClient(AcmeOptions options, ConnectorContext context)
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan PauseWhenNotTold = TimeSpan.FromSeconds(1);

    // The slash keeps the last part of a baseUrl such as https://acme.example.com/v2.
    private readonly Uri _root = new(options.BaseUrl.TrimEnd('/') + "/");

    /// <summary>Where the account is reached; names it in messages.</summary>
    public string Address => options.BaseUrl;

    public Priority Priority => context.Budget.Priority;

    public async Task<AcmeAnswer> SendAsync(
        HttpMethod method, string path, Record? body, Priority priority, CancellationToken cancel)
    {
        using var permit = await context.Budget.AcquireAsync(1, priority, cancel);
        using var within = new CancellationTokenSource(AnswerWithin, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancel);
        using var request = new HttpRequestMessage(method, new Uri(_root, path));
        request.Headers.Add("X-Api-Key", options.ApiKey);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToString(), Encoding.UTF8, "application/json");
        }

        using var response = await context.Http.SendAsync(request, either.Token);
        var text = await response.Content.ReadAsStringAsync(either.Token);
        var pause = response.StatusCode == HttpStatusCode.TooManyRequests
            ? response.Headers.RetryAfter?.Delta ?? PauseWhenNotTold : (TimeSpan?)null;
        permit.Report(1, retryAfter: pause);
        return new AcmeAnswer(response.StatusCode, text, pause);
    }
}

/// <summary>An answer, whatever its status.</summary>
internal sealed record AcmeAnswer(HttpStatusCode Status, string Text, TimeSpan? Pause)
{
    public Record Record => Record.Parse(Text);

    /// <summary>The record; any other status than 200 is a fault.</summary>
    public Record Expected => Status == HttpStatusCode.OK
        ? Record : throw new HttpRequestException($"the system answered {(int)Status}: {Text}", null, Status);
}
