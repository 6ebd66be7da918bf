using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace IntegrationHost.EndToEnd.Tests.Support;

/// <summary>The real program as a process, from start to end.</summary>
internal sealed class Ihost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _out = new();
    private readonly ConcurrentQueue<string> _error = new();

    private Ihost(Place place, string[] args)
    {
        _process = new Process { StartInfo = place.Start("dotnet", [Built.Program, .. args]) };
        _process.OutputDataReceived += (_, line) => Keep(_out, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyCollection<string> Lines => _out;

    public string Errors => string.Join('\n', _error);

    public bool HasEnded => _process.HasExited;

    public int Id => _process.Id;

    public static Ihost Start(Place place, params string[] args) => new(place, args);

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Ran> RunAsync(Place place, params string[] args)
    {
        await using var ihost = Start(place, args);
        return await ihost.EndAsync();
    }

    public async Task<string> LineAsync(Func<string, bool> wanted)
    {
        await Until.TrueAsync("the line was printed", () => _out.Any(wanted) || HasEnded);
        return _out.FirstOrDefault(wanted)
            ?? throw new InvalidOperationException($"it ended before:\n{string.Join('\n', _out)}\n{Errors}");
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks the process to end, as a service manager does.</summary>
    public async Task<Ran> TerminateAsync()
    {
        // .NET itself can only kill.
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await EndAsync();
    }

    public async Task<Ran> EndAsync()
    {
        using var within = new CancellationTokenSource(TimeSpan.FromMinutes(3), TimeProvider.System);
        await _process.WaitForExitAsync(within.Token);
        return new Ran(_process.ExitCode, [.. _out], Errors);
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

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}

/// <summary>What a verb did.</summary>
internal sealed record Ran(int Code, IReadOnlyList<string> Lines, string Error)
{
    public string Out => string.Join('\n', Lines);

    public override string ToString() => $"exit code {Code}\n{Out}\n{Error}";
}
