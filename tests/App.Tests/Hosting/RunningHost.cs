using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using IntegrationHost.App.Demo;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests.Hosting;

/// <summary>The program as a process of its own, as a service manager would start it: <c>ihost run</c> on a site, with
/// what it says on standard error.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private const string Listening = "page at ";
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private const int SigTerm = 15;

    private readonly ConcurrentQueue<string> _said = new();
    private readonly Process _process;

    private RunningHost(Process process) => _process = process;

    /// <summary>Everything said so far.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Starts it; <see cref="AddressAsync"/> waits until it listens.</summary>
    public static RunningHost Start(TempFolder site, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardError = true };
        foreach (var argument in new[] { Program, "run", "--site", site.Path })
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        var host = new RunningHost(process);
        process.ErrorDataReceived += (_, line) => host._said.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginErrorReadLine();
        return host;
    }

    /// <summary>The first address it listens on, with the port it was given.</summary>
    public async Task<Uri> AddressAsync(CancellationToken cancel)
    {
        await UntilAsync(() => _said.Any(line => line.Contains(Listening, StringComparison.Ordinal)), cancel);
        var line = _said.First(line => line.Contains(Listening, StringComparison.Ordinal));
        return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Split(' ')[0]);
    }

    public void Terminate() => Signal.Send(_process.Id, SigTerm).ShouldBe(0);

    /// <summary>The exit code, once it has ended.</summary>
    public async Task<int> ExitAsync(CancellationToken cancel)
    {
        await UntilAsync(() => _process.HasExited, cancel);
        await _process.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    /// <summary>Waits for something that will be seen at the host; fails with what it said.</summary>
    public async Task UntilAsync(Func<bool> condition, CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Most, Said);
            await Task.Delay(LookAgain, TimeProvider.System, cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static string Program => typeof(RunningHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Program").Value!;
}
