using System.Net.Http.Headers;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Plugins.NetSuite.Client;

/// <summary>One request and its answer: the permit, the time-out, the bounded body, the headers worth
/// knowing.</summary>
internal sealed class Exchange(ConnectorContext context)
{
    /// <exception cref="NetSuiteException">No answer came.</exception>
    /// <exception cref="NotSentException">NetSuite was not even reached with a write.</exception>
    public async Task<NetSuiteAnswer> SendAsync(
        Func<HttpRequestMessage> message, NetSuiteRequest request, CancellationToken cancel)
    {
        using var permit = await context.Budget.AcquireAsync(1, request.Priority, cancel);
        using var timeout = new CancellationTokenSource(request.Writes ? WriteTimeout : ReadTimeout, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        using var sent = message();
        try
        {
            using var response = await context.Http.SendAsync(
                sent, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var answer = await AnswerAsync(response, both.Token);
            var throttled = answer.Error is { } error && ErrorTable.IsThrottled(error);
            permit.Report(1, null, throttled ? TimeSpan.Zero : null);
            return answer;
        }
        catch (OperationCanceledException fault) when (!cancel.IsCancellationRequested)
        {
            throw new NetSuiteException($"NetSuite did not answer {Named(request)} in time", null, fault);
        }
        catch (HttpRequestException fault) when (NeverReached.Contains(fault.HttpRequestError))
        {
            var away = new NetSuiteException($"NetSuite could not be reached for {Named(request)}: {fault.Message}",
                null, fault);
            throw request.Writes ? new NotSentException(away) : away;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new NetSuiteException($"the connection broke during {Named(request)}: {fault.Message}", null, fault);
        }
    }

    public static HttpRequestMessage MessageOf(NetSuiteRequest request, Uri url)
    {
        var message = new HttpRequestMessage(request.Method, url);
        message.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(request.Accept));
        if (request.Transient)
        {
            message.Headers.Add("Prefer", "transient");
        }

        if (request.AsyncKey is { } key)
        {
            message.Headers.Add("Prefer", "respond-async");
            message.Headers.Add("X-NetSuite-Idempotency-Key", key);
        }

        if (request.Writes)
        {
            // By default NetSuite drops a misspelt field and answers 204 all the same.
            message.Headers.Add("X-NetSuite-PropertyNameValidation", "Error");
        }

        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType);
        }

        return message;
    }

    private async Task<NetSuiteAnswer> AnswerAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await response.Content.LoadIntoBufferAsync(AnswerBytesMax, cancel);
        var body = await response.Content.ReadAsByteArrayAsync(cancel);
        if (response.Headers.TryGetValues("X-NetSuite-PropertyValidation", out var dropped))
        {
            context.Log.LogWarning("NetSuite dropped fields written over {Connection}: {Dropped}. Correct the script",
                context.Connection, string.Join(' ', dropped));
        }

        var location = response.Headers.Location?.OriginalString.TrimEnd('/');
        return new NetSuiteAnswer((int)response.StatusCode, body, location?[(location.LastIndexOf('/') + 1)..]);
    }

    private static string Named(NetSuiteRequest request) => $"{request.Method} {request.Path.Split('?')[0]}";

    // These end before a byte of the request is sent.
    private static readonly HttpRequestError[] NeverReached =
    [
        HttpRequestError.NameResolutionError, HttpRequestError.ConnectionError, HttpRequestError.SecureConnectionError,
        HttpRequestError.ProxyTunnelError,
    ];

    private const int AnswerBytesMax = 32 * 1024 * 1024;
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(60);
    // Saving a payment was seen to take 32 seconds on a quiet account.
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(180);
}
