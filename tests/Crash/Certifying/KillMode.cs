namespace IntegrationHost.Crash.Certifying;

/// <summary>The same state again and again: opened anew, compared, written, and its process killed.</summary>
internal sealed class KillMode(Options options, Tally tally, Lives lives)
{
    private const int OpeningMicrosecondsMost = 60_000;
    private const int WholeEvery = 20; // Kills between comparisons of everything.
    private const int KilledWhileOpening = 8; // One of so many.

    public async Task RunAsync(CancellationToken cancel)
    {
        while (tally.Kills < options.Kills && !(options.UntilFault && tally.HasFaults))
        {
            if (lives.Dice.Next(KilledWhileOpening) == 0)
            {
                await KillWhileOpeningAsync(cancel);
            }
            else if (!await LiveAsync(cancel))
            {
                await lives.StartAnewAsync(cancel);
            }
        }

        await using var last = lives.TakeChild();
        if (await lives.OpenAsync(last, cancel))
        {
            await lives.Crowd.CompareAsync(last, everything: true, cancel);
            await lives.Crowd.ReleaseAllAsync(last, cancel);
        }
    }

    private async Task KillWhileOpeningAsync(CancellationToken cancel)
    {
        await using var child = lives.TakeChild();
        var opening = child.AskAsync(lives.Opening, cancel);
        await Lives.PauseAsync(lives.Dice.Next(OpeningMicrosecondsMost), cancel);
        child.Kill();
        tally.Kills++;
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<bool> LiveAsync(CancellationToken cancel)
    {
        await using var child = lives.TakeChild();
        if (!await lives.OpenAsync(child, cancel)
            || !await lives.Crowd.CompareAsync(child, tally.Kills % WholeEvery == 0, cancel))
        {
            return false;
        }

        await lives.WorkUntilKilledAsync(child, cancel);
        return true;
    }
}
