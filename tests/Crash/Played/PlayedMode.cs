using IntegrationHost.Crash.Certifying;
using IntegrationHost.Crash.Facts;
using IntegrationHost.Crash.Stores;
using IntegrationHost.Crash.Wire;
using IntegrationHost.Disks;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Crash.Played;

/// <summary>The same state again and again on a disk in memory that loses its power, is full, or fails to sync:
/// journal and projection together, many rounds in little time.</summary>
internal sealed class PlayedMode(Options options, Tally tally)
{
    private const int AcknowledgedMost = 400; // Of one round.
    private const int WholeEvery = 20;
    private const int AsksAfterwards = 3;
    private static readonly TimeSpan OpeningMost = TimeSpan.FromMinutes(1);

    private readonly Random _dice = new(options.Seed);
    private Crowd _crowd = new(options.Callers, options.Seed, tally);
    private PlayedDisk _disk = new(options.Seed);
    private int _states;

    public async Task RunAsync(CancellationToken cancel)
    {
        while (tally.Kills < options.Kills && !(options.UntilFault && tally.HasFaults))
        {
            if (!await RoundAsync(cancel))
            {
                _states++;
                _disk = new PlayedDisk(options.Seed + _states);
                _crowd = new Crowd(options.Callers, options.Seed + _states, tally);
            }
        }
    }

    private async Task<bool> RoundAsync(CancellationToken cancel)
    {
        var (faults, before) = (tally.Faults, tally.Acknowledged);
        var trouble = Trouble.Modes[options.Mode](_disk, _dice);
        if (await OpenAsync(trouble, cancel) is { } store)
        {
            await using var session = new PlayedSession(store, () => trouble.IsOver);
            if (await _crowd.CompareAsync(session, tally.Kills % WholeEvery == 0, cancel))
            {
                var most = _dice.Next(1, AcknowledgedMost);
                await _crowd.WorkAsync(session, () => NowAfter(trouble, tally.Acknowledged - before >= most), cancel);
            }

            await CheckStoppedAsync(session, trouble, cancel);
        }

        tally.Kills++;
        _disk = trouble.Next();
        _disk.BeforeOperation = null;
        return tally.Faults == faults;
    }

    // Also when it has happened already: a fault may have met what the store does without, like a file made ahead.
    private static void NowAfter(Trouble trouble, bool enough)
    {
        if (enough)
        {
            trouble.Now();
        }
    }

    private async Task<IOpened?> OpenAsync(Trouble trouble, CancellationToken cancel)
    {
        try
        {
            return await PlayedDoors.OpenAsync(options.Store, _disk, cancel)
                .WaitAsync(OpeningMost, TimeProvider.System, cancel);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            if (!trouble.HasHappened)
            {
                tally.Add(new Fault(FaultKind.Lost, $"the state cannot be opened any more: {fault.Message}"));
            }

            return null;
        }
    }

    // A store that met a fault must not go on as if nothing had been: pages that were lost are lost.
    private async Task CheckStoppedAsync(PlayedSession session, Trouble trouble, CancellationToken cancel)
    {
        if (session.HasHung)
        {
            tally.Add(new Fault(FaultKind.Different, "the store neither answered nor failed"));
            return;
        }

        if (!session.HasFailed || trouble.IsOver)
        {
            return;
        }

        for (var ask = 0; ask < AsksAfterwards; ask++)
        {
            var value = new NamedValue($"after/{ask}", "x", 0, "ana", DateTimeOffset.UnixEpoch);
            var answer = await session.AskOnceMoreAsync(new PutValue(value, tally.Kills), cancel);
            if (!answer.Failed)
            {
                tally.Add(new Fault(FaultKind.Different, $"after a failed write the store answered '{answer.Text}'"));
            }
        }
    }
}
