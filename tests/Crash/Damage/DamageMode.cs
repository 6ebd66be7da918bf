using IntegrationHost.Crash.Certifying;
using IntegrationHost.Crash.Child;
using IntegrationHost.Crash.Facts;

namespace IntegrationHost.Crash.Damage;

/// <summary>Kills the process, damages a file, opens the state again: everything acknowledged is there, or the state is
/// refused in a sentence. Never silently less.</summary>
internal sealed class DamageMode(Options options, Tally tally, Lives lives, TextWriter say)
{
    private const int GoesOn = 2; // One of so many writes on what it opened; the others open it once more.

    private ChildProcess? _open;

    private string Whole => lives.Where + "-whole";

    public async Task RunAsync(CancellationToken cancel)
    {
        while (tally.Kills < options.Kills && !(options.UntilFault && tally.HasFaults))
        {
            if (!await LiveAsync(cancel) || !await ReopenDamagedAsync(cancel))
            {
                await lives.StartAnewAsync(cancel);
            }
        }

        await EndOpenAsync();
    }

    private async Task<bool> LiveAsync(CancellationToken cancel)
    {
        var isCompared = _open is not null;
        await using var child = _open ?? lives.TakeChild();
        _open = null;
        if (!isCompared && (!await lives.OpenAsync(child, cancel)
            || !await lives.Crowd.CompareAsync(child, everything: true, Excuse.None, cancel)))
        {
            return false;
        }

        await lives.WorkUntilKilledAsync(child, cancel);
        return true;
    }

    private async Task<bool> ReopenDamagedAsync(CancellationToken cancel)
    {
        Copy(lives.Where, Whole);
        var (done, excuse) = Wound.Make(options.Mode, lives.Where, lives.Dice);
        var (refused, faults) = (tally.Refused, tally.Faults);
        var fine = await OpenDamagedAsync(excuse, cancel);
        if (!fine || tally.Refused > refused || lives.Dice.Next(GoesOn) > 0)
        {
            await EndOpenAsync();
        }

        if (tally.Faults > faults)
        {
            say.WriteLine($"that was after a {done}");
        }
        else if (tally.Refused > refused)
        {
            // An operator would restore; here the state from before the damage does.
            Directory.Delete(lives.Where, recursive: true);
            Directory.Move(Whole, lives.Where);
            return true;
        }

        Directory.Delete(Whole, recursive: true);
        return fine;
    }

    private async Task<bool> OpenDamagedAsync(Excuse excuse, CancellationToken cancel)
    {
        _open = lives.TakeChild();
        var opened = await _open.AskAsync(lives.Opening, cancel);
        if (opened.Refused)
        {
            tally.Refuse();
            return true;
        }

        if (opened.Failed)
        {
            tally.Add(new Fault(FaultKind.Different, $"opening failed without a sentence: {opened.Text}"));
            return false;
        }

        return await lives.Crowd.CompareAsync(_open, everything: true, excuse, cancel);
    }

    private async Task EndOpenAsync()
    {
        await (_open?.DisposeAsync() ?? ValueTask.CompletedTask);
        _open = null;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
