using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Site;

namespace IntegrationHost.App.Cli;

/// <summary>Talks to a running host: over its socket, or to an address.</summary>
internal sealed class HostClient : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);
    private const int QuotedMost = 300; // Letters of an answer that is shown to a person.

    private readonly HttpClient _http;
    private readonly Uri? _url;

    private HostClient(HttpClient http, Uri? url)
    {
        _http = http;
        _url = url;
    }

    public static HostClient To(string site, Uri? url)
    {
        if (url is not null)
        {
            return new HostClient(new HttpClient { BaseAddress = url, Timeout = AnswerWithin }, url);
        }

        return new HostClient(BySocket(site, AnswerWithin), null);
    }

    /// <summary>The site's host, for answers that take as long as they take.</summary>
    public static HostClient ToPatiently(string site) => new(BySocket(site, Timeout.InfiniteTimeSpan), null);

    public Task<T> GetAsync<T>(string path, CancellationToken cancel) =>
        AskAsync<T>(() => _http.GetAsync(new Uri(path, UriKind.Relative), cancel), cancel);

    public Task<T> PutAsync<T>(string path, object body, CancellationToken cancel) => AskAsync<T>(
        () => _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, ApiJson.Options, cancel), cancel);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancel) => AskAsync<T>(
        () => _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, ApiJson.Options, cancel), cancel);

    public Task<T> DeleteAsync<T>(string path, CancellationToken cancel) =>
        AskAsync<T>(() => _http.DeleteAsync(new Uri(path, UriKind.Relative), cancel), cancel);

    /// <summary>What a path answers, whatever its status.</summary>
    public async Task<(int Status, string Text)> ProbeAsync(string path, CancellationToken cancel)
    {
        using var answer = await SendAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative), cancel), cancel);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>Asks for a stream and writes it there; it is whole when this returns.</summary>
    public async Task DownloadAsync(string path, Stream to, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        using var answer = await SendAsync(
            () => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel), cancel);
        if (!answer.IsSuccessStatusCode)
        {
            throw Refusal(answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));
        }

        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        try
        {
            await stream.CopyToAsync(to, cancel);
        }
        catch (IOException fault) when (fault is HttpIOException || fault.InnerException is SocketException)
        {
            throw new UseException("the host broke off in the middle; try again, or look at its log in data/logs");
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpClient BySocket(string site, TimeSpan within)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SiteFolders.SocketOf(site)), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = within };
    }

    // What our own host refuses is a sentence already.
    private static UseException Refusal(HttpStatusCode status, string text)
    {
        var said = text[..Math.Min(text.Length, QuotedMost)];
        return new UseException(
            status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict
                ? said : $"the host answered {(int)status}: {said}");
    }

    private async Task<T> AskAsync<T>(Func<Task<HttpResponseMessage>> send, CancellationToken cancel)
    {
        using var answer = await SendAsync(send, cancel);
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode)
        {
            throw Refusal(answer.StatusCode, text);
        }

        try
        {
            return JsonSerializer.Deserialize<T>(text, ApiJson.Options) ?? throw new JsonException("null");
        }
        catch (JsonException)
        {
            throw new UseException(
                $"what answers at {_url?.ToString() ?? "the site's socket"} is no host of this version");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> send, CancellationToken cancel)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException fault) when (fault.InnerException is SocketException)
        {
            throw new NoHostException(_url is null
                ? "no host is running for this site: start it with 'ihost run'"
                : $"no host answers at {_url}: start it with 'ihost run', or check the address");
        }
        catch (HttpRequestException fault)
        {
            var who = _url?.ToString() ?? "the host";
            throw new NoHostException($"{who} did not answer as a host does: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new UseException($"the host did not answer within {AnswerWithin.TotalSeconds:0} s; try again, "
                + "or look at its log in data/logs");
        }
    }
}
