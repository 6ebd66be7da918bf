using IntegrationHost.Connectors;
using IntegrationHost.Crash.Reference;
using IntegrationHost.Crash.Wire;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Crash.Calls;

/// <summary>Chooses what a caller does next, by seeded dice and by what stands in its share.</summary>
internal sealed class Choices(Share share, Random dice)
{
    private const int WaitingMost = 60;
    private const int ClaimMost = 8;
    private const int PageMost = 6;
    private const int Causes = 4;
    private const int Names = 12;
    private const int Versions = 5;

    private readonly HashSet<int> _taken = [];
    private readonly HashSet<int> _takenTwice = [];
    private long _clock;

    /// <summary>An instant that grows with every use: some parts of the state are ordered by it.</summary>
    private DateTimeOffset Tick() => DateTimeOffset.UnixEpoch.AddYears(56).AddMilliseconds(++_clock);

    /// <summary>After the store was opened anew nobody holds a lane.</summary>
    public void Reopened()
    {
        _taken.Clear();
        _takenTwice.Clear();
    }

    public Command Next(ReferenceState state)
    {
        foreach (var lane in share.Lanes)
        {
            if (_taken.Add(lane))
            {
                return new TakeLane(lane);
            }
        }

        var inHand = state.Waiting.Values.Where(row => row.IsClaimed).ToArray();
        if (inHand.Length > 0 && dice.Next(10) < 7)
        {
            return Handle(inHand[dice.Next(inHand.Length)], state);
        }

        var ready = state.Waiting.Values.Count(row => row.IsReady);
        return dice.Next(ready > WaitingMost ? 40 : 100) switch
        {
            < 28 => Claim(),
            < 36 => Requeue(state),
            < 40 => TakeAgain(),
            < 48 => Value(state),
            < 68 => Webhook(state),
            _ => Page(state),
        };
    }

    private TakeLane TakeAgain()
    {
        var lane = share.Lanes[dice.Next(share.Lanes.Length)];
        _takenTwice.Add(lane);
        return new TakeLane(lane);
    }

    private ClaimRecords Claim() =>
        new(share.Lanes[dice.Next(share.Lanes.Length)], Tick(), dice.Next(1, ClaimMost), share.Flows);

    private Command Handle(WaitingRecord row, ReferenceState state) => dice.Next(100) switch
    {
        < 15 => new PutIntent(row.Lane, Intent(row)),
        < 30 => new RetryRecord(row.Lane, Retry(row)),
        < 48 => new ParkRecord(row.Lane, Park(row, state)),
        < 52 when _takenTwice.Contains(row.Lane) => Settle(row, state) with { WithFormerLease = true },
        _ => Settle(row, state),
    };

    private Retry Retry(WaitingRecord row)
    {
        var at = Tick();
        var later = dice.Next(3) == 0 ? TimeSpan.FromDays(dice.Next(1, 30)) : TimeSpan.FromMilliseconds(dice.Next(50));
        return new Retry(row.Record, at + later, "it did not answer", at);
    }

    private Intent Intent(WaitingRecord row) => new(
        row.Record, $"key-{dice.Next()}", "salesOrder", dice.Next(2) == 0 ? null : $"{dice.Next(1000)}",
        Payloads.JsonOf(dice), new IntentSource($"{dice.Next(Versions)}", "s1", $"print-{dice.Next()}", 0), Tick());

    private Park Park(WaitingRecord row, ReferenceState state)
    {
        var notes = Enumerable.Range(0, dice.Next(1, 3)).Select(_ => Note()).DistinctBy(note => note.Cause).ToArray();
        Dependency[] waitsFor = dice.Next(2) == 0 ? [] : [Dependency(), new(DependencyKind.Table, "methods", Name())];
        var input = dice.Next(4) == 0 ? default : (ReadOnlyMemory<byte>)Payloads.JsonOf(dice);
        var held = waitsFor.Length > 0 ? ParkState.Held : ParkState.Refused;
        return new Park(row.Record, held, notes, waitsFor, input, Tick())
        {
            AtStake = dice.Next(2) == 0 ? null : new Money(dice.Next(100_000) / 100m, dice.Next(2) == 0 ? "USD" : ""),
            ScriptVersion = "s1",
        };
    }

    // Another record of the share as it is looked up from the shop, or a partner as it is looked up from the ERP.
    private Dependency Dependency() => LinkDependency.On(dice.Next(3) == 0
        ? share.ErpSide(share.LinkOf(share.RecordOf(dice), dice).B.Id)
        : share.ShopSide(share.RecordOf(dice).Id));

    private ProblemNote Note()
    {
        var fault = dice.Next(Causes);
        return new ProblemNote(
            share.CauseOf(fault), $"code-{fault}", $"fault {fault} Zoë", $"mend {fault}", fault % 2 == 0);
    }

    private SettleRecord Settle(WaitingRecord row, ReferenceState state)
    {
        var claimed = row.Changes.Count(change => change.Sequence <= row.ClaimedThrough);
        var covers = dice.Next(5) == 0 ? 0 : dice.Next(3) == 0 ? dice.Next(1, claimed + 1) : claimed;
        var (at, what) = (Tick(), dice.Next(10));
        var entry = new LedgerEntry(
            what < 7 ? EntryState.Written : what < 9 ? EntryState.Skipped : EntryState.Deleted,
            Name(), $"{dice.Next(Versions)}", $"print-{dice.Next()}", "salesOrder", $"{dice.Next(1000)}",
            $"{dice.Next(9)}", "s1", at);
        var link = what < 6 ? share.LinkOf(row.Record, dice) : null;
        var settlement = new Settlement(row.Record, 0, entry, link, "told")
        {
            Input = dice.Next(4) == 0 ? default : (ReadOnlyMemory<byte>)Payloads.JsonOf(dice),
            What = what == 6 ? "unchanged" : entry.State.ToString().ToLowerInvariant(),
            KeepsProblems = what == 6,
            Problems = what == 1 ? [Note()] : [],
        };
        var brought = link is null ? [] : LinkDependency.BroughtBy(link).ToArray();
        var released = state.Waiting.Values.Where(other => other.WaitsFor.Any(brought.Contains));
        return new SettleRecord(row.Lane, settlement, covers, [.. released.Select(other => other.Record)]);
    }

    private RequeueRecords Requeue(ReferenceState state)
    {
        var parked = state.Waiting.Values.Where(row => row.Parked is not null).ToArray();
        var requeue = new Requeue { By = "ana", At = Tick() };
        requeue = dice.Next(3) switch
        {
            0 => requeue with { Cause = share.CauseOf(dice.Next(Causes)) },
            1 when parked.Length > 0 => requeue with { Record = parked[dice.Next(parked.Length)].Record },
            _ => requeue with
            {
                WaitsFor = [Dependency(), new(DependencyKind.Table, "methods", Name())],
                Most = dice.Next(1, 4),
            },
        };
        var settled = state.Settled.Where(pair => pair.Value.Problems.Any(note => note.Cause == requeue.Cause));
        return new RequeueRecords(
            requeue, [.. parked.Select(row => row.Record).Concat(settled.Select(pair => pair.Key))]);
    }

    private PutValue Value(ReferenceState state)
    {
        var name = $"{share.Values}{Name()}";
        var version = state.Values.GetValueOrDefault(name)?.Version ?? 0;
        var value = new NamedValue(name, $"{dice.NextInt64():x} Zoë 🚚", 0, "ana", Tick());
        return new PutValue(value, dice.Next(6) == 0 ? version + 1 : version);
    }

    private AppendChanges Webhook(ReferenceState state)
    {
        var known = state.Deliveries.Count > 0 && dice.Next(5) == 0;
        var key = known
            ? state.Deliveries.ElementAt(dice.Next(state.Deliveries.Count))
            : $"share-{share.Number}/{dice.NextInt64():x}";
        return new AppendChanges(new Append(Changes(dice.Next(1, 3), "webhook")) { DeliveryKey = key });
    }

    private AppendChanges Page(ReferenceState state)
    {
        var flow = share.Flows[dice.Next(share.Flows.Length)];
        var expected = dice.Next(12) == 0 ? new Cursor("elsewhere") : state.Cursors.GetValueOrDefault(flow);
        var next = new Cursor($"{dice.NextInt64():x}", dice.Next(2) == 0 ? null : Tick());
        return new AppendChanges(new Append(Changes(dice.Next(PageMost), "poll"))
        {
            Cursor = new CursorMove(flow, expected, next),
        });
    }

    private NewChange[] Changes(int many, string origin) =>
        [.. Enumerable.Range(0, many).Select(_ => share.RecordOf(dice)).Distinct().Select(record =>
        {
            var change = new Change(record.Entity, record.Id, dice.Next(20) == 0 ? "" : $"{dice.Next(Versions)}")
            {
                Kind = dice.Next(8) == 0 ? ChangeKind.Delete : ChangeKind.Upsert,
                Record = dice.Next(3) == 0 ? Payloads.RecordOf(dice) : null,
                Name = dice.Next(2) == 0 ? Name() : null,
                GroupKey = dice.Next(2) == 0 ? $"group {dice.Next(9)}" : null,
                ChangedAt = dice.Next(2) == 0 ? Tick() : null,
            };
            return new NewChange(record, share.LaneOf(record), change, origin, Tick());
        })];

    private string Name() => $"#{share.Number}-{dice.Next(Names)}";
}
