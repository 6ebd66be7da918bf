using System.Net.Http.Json;
using System.Net.Sockets;
using IntegrationHost.App.Api;
using IntegrationHost.App.Site;

namespace IntegrationHost.App.Cli;

/// <summary>Talks to a running host: over its socket, or to an address.</summary>
internal sealed class HostClient : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    private HostClient(HttpClient http) => _http = http;

    public static HostClient To(string site, Uri? url)
    {
        if (url is not null)
        {
            return new HostClient(new HttpClient { BaseAddress = url, Timeout = AnswerWithin });
        }

        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SiteFolders.SocketOf(site)), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HostClient(
            new HttpClient(handler) { BaseAddress = new Uri("http://localhost"), Timeout = AnswerWithin });
    }

    public async Task<T> GetAsync<T>(string path, CancellationToken cancel) =>
        (await ReadAsync<T>(await _http.GetAsync(new Uri(path, UriKind.Relative), cancel), cancel))!;

    public async Task<(int Status, string Text)> ProbeAsync(string path, CancellationToken cancel)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancel);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel));
    }

    public async Task<T> PutAsync<T>(string path, object body, CancellationToken cancel) =>
        await ReadAsync<T>(
            await _http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, ApiJson.Options, cancel), cancel);

    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancel) =>
        await ReadAsync<T>(
            await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, ApiJson.Options, cancel), cancel);

    public void Dispose() => _http.Dispose();

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        using (answer)
        {
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<T>(ApiJson.Options, cancel))!
                : throw new UseException(
                    $"the host answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
        }
    }
}
