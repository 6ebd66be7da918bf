using IntegrationHost.Crash.Calls;
using IntegrationHost.Crash.Child;
using IntegrationHost.Crash.Damage;
using IntegrationHost.Crash.Facts;
using IntegrationHost.Crash.Wire;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Crash.Certifying;

/// <summary>All callers of one state, working at once and compared at once.</summary>
internal sealed class Crowd(int callers, int seed, Tally tally)
{
    private readonly Caller[] _callers =
        [.. Enumerable.Range(0, callers).Select(number => new Caller(number, seed))];

    private readonly Dictionary<int, long> _epochs = [];

    /// <summary>Calls until the session ends.</summary>
    /// <param name="session">Who does it.</param>
    /// <param name="acknowledged">Told each time: the place to end the session.</param>
    /// <param name="cancel">Gives it up.</param>
    public Task WorkAsync(ISession session, Action acknowledged, CancellationToken cancel) =>
        Task.WhenAll(_callers.Select(caller => WorkAsync(caller, session, acknowledged, cancel)));

    /// <summary>Reads the reopened state and compares it. True when it is as it must be; a session that ends meanwhile
    /// leaves it open.</summary>
    public Task<bool> CompareAsync(ISession session, bool everything, CancellationToken cancel) =>
        CompareAsync(session, everything, Excuse.None, cancel);

    /// <summary>The same for a state that was damaged; one that ends earlier than it did is not gone on with.</summary>
    public async Task<bool> CompareAsync(
        ISession session, bool everything, Excuse excuse, CancellationToken cancel)
    {
        if (excuse == Excuse.RefusalOrTail)
        {
            ForgetEpochs();
        }

        var fine = await Task.WhenAll(
            _callers.Select(caller => CompareAsync(caller, session, everything, excuse, cancel)));
        return fine.All(each => each);
    }

    /// <summary>Makes all that is parked pending, so that the last comparison sees the changes of every
    /// record.</summary>
    public async Task ReleaseAllAsync(ISession session, CancellationToken cancel)
    {
        var all = new RequeueRecords(new Requeue { By = "ana", At = DateTimeOffset.UnixEpoch.AddYears(99) }, []);
        var answer = await session.AskAsync(all, cancel);
        var expected = 0;
        foreach (var caller in _callers)
        {
            expected += await caller.ReleasedAllAsync(all.Requeue, cancel);
        }

        if (answer.Text != $"released {expected}")
        {
            tally.Add(new Fault(
                FaultKind.Different, $"of {expected} parked records the store {answer.Text}: some did not wait"));
        }

        await CompareAsync(session, everything: true, cancel);
    }

    private async Task WorkAsync(Caller caller, ISession session, Action acknowledged, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var command = caller.Next();
                var answer = await session.AskAsync(command, cancel);
                if (answer.Failed)
                {
                    tally.Add(new Fault(FaultKind.Different, $"{command} failed: {answer.Text}"));
                    return;
                }

                tally.Acknowledge();
                acknowledged();
                var expected = await caller.AnsweredAsync(answer.Text, cancel);
                if (answer.Text != expected)
                {
                    tally.Add(new Fault(
                        FaultKind.Different,
                        $"{command} was answered with {answer.Text} where it had to be {expected}"));
                    return;
                }

                CheckEpoch(command, answer);
            }
        }
        catch (ChildGoneException)
        {
            // What is in flight now took place, or did not.
        }
    }

    private async Task<bool> CompareAsync(
        Caller caller, ISession session, bool everything, Excuse excuse, CancellationToken cancel)
    {
        var scope = caller.ScopeOf(everything);
        Answer answer;
        try
        {
            answer = await session.AskAsync(new TellFacts(scope), cancel);
        }
        catch (ChildGoneException)
        {
            return false; // The next opening is compared with what is known now.
        }

        if (answer.Facts is { } told)
        {
            return Judge(await caller.CompareAsync(scope, told, cancel), excuse);
        }

        if (answer.Refused && excuse != Excuse.None)
        {
            tally.Refuse();
            return true;
        }

        tally.Add(new Fault(FaultKind.Different, $"the reopened state could not be read: {answer.Text}"));
        return false;
    }

    private bool Judge(Comparison comparison, Excuse excuse)
    {
        if (excuse == Excuse.RefusalOrTail && comparison.MissingTail > 0)
        {
            tally.Unwitness(comparison.MissingTail);
            return false;
        }

        foreach (var fault in comparison.Faults)
        {
            tally.Add(fault);
        }

        return comparison.IsFine;
    }

    // The end that nobody can miss may have been all there was: the note of the opening itself.
    private void ForgetEpochs()
    {
        lock (_epochs)
        {
            _epochs.Clear();
        }
    }

    private void CheckEpoch(Command command, Answer answer)
    {
        if (command is not TakeLane { Lane: var lane })
        {
            return;
        }

        lock (_epochs)
        {
            if (_epochs.TryGetValue(lane, out var former) && answer.Epoch <= former)
            {
                tally.Add(new Fault(
                    FaultKind.Different, $"the epoch of lane {lane} went from {former} to {answer.Epoch}"));
            }

            _epochs[lane] = answer.Epoch;
        }
    }
}
