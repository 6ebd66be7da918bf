using System.Diagnostics;
using IntegrationHost.App.Api;
using IntegrationHost.App.Cli;

namespace IntegrationHost.App.Demo;

/// <summary>The host as a process of its own: it can be killed as a power cut would, and asked over its
/// socket.</summary>
internal sealed class HostChild(string site, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);
    private const int SigTerm = 15;

    private readonly HostClient _client = HostClient.To(site, null);
    private Process? _process;

    public async Task StartAsync(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true, // It ends with this process, whatever ends this process.
            RedirectStandardOutput = true,
        };
        // Started as 'dotnet ihost.dll', or by the program's own name.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ihost.dll"));
        }

        foreach (var argument in new[] { "run", "--site", site, "--quiet", "--until-input-ends" })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        var began = time.GetTimestamp();
        while (await StatusAsync(cancel) is null)
        {
            if (_process.HasExited || time.GetElapsedTime(began) > StartWithin)
            {
                throw new UseException("the host did not start; its log is above");
            }

            await Task.Delay(AskAgain, time, cancel);
        }
    }

    /// <summary>What the host says of itself; null while it is not there.</summary>
    public async Task<StatusShape?> StatusAsync(CancellationToken cancel)
    {
        try
        {
            return await _client.GetAsync<StatusShape>("/api/v1/status", cancel);
        }
        catch (NoHostException)
        {
            return null;
        }
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancel) => _client.GetAsync<T>(path, cancel);

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        _process!.Kill();
        await _process.WaitForExitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            Terminate(_process);
            using var within = new CancellationTokenSource(StopWithin, time);
            try
            {
                await _process.WaitForExitAsync(within.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }

        _process?.Dispose();
        _client.Dispose();
    }

    private static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            _ = Signal.Send(process.Id, SigTerm);
        }
    }
}
