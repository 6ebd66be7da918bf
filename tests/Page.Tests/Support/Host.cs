using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Shouldly;

namespace IntegrationHost.Page.Tests.Support;

/// <summary>A running host and its page.</summary>
internal sealed class Host : IDisposable
{
    private static readonly TimeSpan PlayedWithin = TimeSpan.FromMinutes(3); // On a busy machine; else half a minute.
    private readonly ConcurrentQueue<string> _said = new();
    private readonly string _temp;
    private readonly string[] _arguments;
    private readonly HttpClient _http = new();
    private Process? _process;

    private Host(string temp, Uri page, params string[] arguments) =>
        (_temp, Page, _arguments) = (temp, page, arguments);

    public Uri Page { get; }

    public int ProcessId => _process!.Id;

    /// <summary>Plays the demo until everything has settled.</summary>
    public static async Task<Host> DemoAsync(CancellationToken cancel)
    {
        var port = FreePort();
        var host = new Host(NewTemp(), new Uri($"http://127.0.0.1:{port}"), "demo", "--port", $"{port}");
        host.Start();
        await host.SaysAsync("Ctrl-C ends the demo", cancel);
        return host;
    }

    /// <summary>Runs a site with these connections and flows, and this script as <c>own.csx</c>.</summary>
    public static async Task<Host> SiteAsync(
        string connections, string flows, string script, CancellationToken cancel)
    {
        var (temp, port) = (NewTemp(), FreePort());
        Directory.CreateDirectory(Path.Combine(temp, "scripts"));
        await File.WriteAllTextAsync(Path.Combine(temp, "scripts", "own.csx"), script, cancel);
        await File.WriteAllTextAsync(Path.Combine(temp, "ihost.json"), $$"""
            { "connections": { {{connections}} }, "flows": { {{flows}} },
              "web": { "listen": "http://127.0.0.1:{{port}}" } }
            """, cancel);
        var host = new Host(temp, new Uri($"http://127.0.0.1:{port}"), "run", "--site", temp);
        await host.StartAgainAsync(cancel);
        return host;
    }

    public async Task StartAgainAsync(CancellationToken cancel)
    {
        Start();
        var isReady = await Eventually.AskAsync(() => IsReadyAsync(cancel), ready => ready, cancel);
        isReady.ShouldBeTrue($"it said:\n{string.Join('\n', _said)}");
    }

    public void Kill()
    {
        _process!.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>Asks the host to end, and answers when it has.</summary>
    public async Task<(int Code, TimeSpan Took)> StopAsync(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        Process.Start("kill", ["-TERM", $"{ProcessId}"]).Dispose();
        await _process!.WaitForExitAsync(cancel);
        return (_process.ExitCode, Stopwatch.GetElapsedTime(began));
    }

    public Task<(int Code, string Text)> InShellAsync(string line, CancellationToken cancel) =>
        Program.InShellAsync(_temp, line, cancel);

    public async Task<JsonNode> ApiAsync(string path, CancellationToken cancel) =>
        (await _http.GetFromJsonAsync<JsonNode>(new Uri(Page, $"/api/v1/{path}"), cancel))!;

    /// <summary>The problem with this code, as the API has it.</summary>
    public async Task<JsonNode?> ProblemAsync(string code, CancellationToken cancel) =>
        (await ApiAsync("problems", cancel)).AsArray().FirstOrDefault(one => one!["code"]!.GetValue<string>() == code);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) =>
        _http.SendAsync(request, cancel);

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
        _http.Dispose();
        Directory.Delete(_temp, recursive: true);
    }

    private void Start()
    {
        _process = Program.Start(_temp, _arguments);
        // What it says is read at once: it would stand still once the pipe is full.
        _process.OutputDataReceived += (_, said) => _said.Enqueue(said.Data ?? "");
        _process.ErrorDataReceived += (_, said) => _said.Enqueue(said.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task SaysAsync(string text, CancellationToken cancel)
    {
        bool HasSaid() => _said.Any(line => line.Contains(text, StringComparison.Ordinal));
        await Eventually.AskAsync(
            () => Task.FromResult(HasSaid()), said => said || _process!.HasExited, cancel, PlayedWithin);
        HasSaid().ShouldBeTrue($"it said:\n{string.Join('\n', _said)}");
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Page, "/readyz"), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string NewTemp() => Directory.CreateTempSubdirectory("ihost-page-").FullName;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
