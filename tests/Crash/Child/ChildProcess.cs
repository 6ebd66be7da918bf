using System.Collections.Concurrent;
using System.Diagnostics;
using IntegrationHost.Crash.Wire;

namespace IntegrationHost.Crash.Child;

/// <summary>A child as the parent sees it: asked over one pipe, answering over another, killed at will.</summary>
internal sealed class ChildProcess : ISession
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<Answer>> _waiting = new();
    private readonly Process _process;
    private readonly Task _reading;
    private long _number;
    private volatile bool _gone;

    private ChildProcess(Process process)
    {
        _process = process;
        _reading = Task.Run(ReadAsync);
    }

    public static ChildProcess Start()
    {
        var program = typeof(ChildProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, ChildProgram.Verb])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new ChildProcess(Process.Start(start)!);
    }

    public async Task<Answer> AskAsync(Command command, CancellationToken cancel)
    {
        var number = Interlocked.Increment(ref _number);
        var waiting = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[number] = waiting;
        try
        {
            Frames.Write(
                _process.StandardInput.BaseStream, new Asked(number, command), WireContext.Default.Asked);
        }
        catch (IOException)
        {
            _gone = true; // It was killed; what it answered before is read to the end.
        }

        if (_gone)
        {
            await _reading;
            Give();
        }

        return await waiting.Task.WaitAsync(cancel);
    }

    /// <summary>Ends the process on the spot, as power or an operator would.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var answers = _process.StandardOutput.BaseStream;
        while (await Frames.ReadAsync(answers, WireContext.Default.Answered, CancellationToken.None) is { } next)
        {
            if (_waiting.TryRemove(next.Number, out var waiting))
            {
                waiting.TrySetResult(next.Answer);
            }
        }

        _gone = true;
        Give();
    }

    private void Give()
    {
        foreach (var number in _waiting.Keys)
        {
            if (_waiting.TryRemove(number, out var waiting))
            {
                waiting.TrySetException(new ChildGoneException());
            }
        }
    }
}
