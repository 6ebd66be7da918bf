using IntegrationHost.Crash.Facts;
using IntegrationHost.Crash.Wire;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage;

namespace IntegrationHost.Crash.Calls;

/// <summary>Runs commands against a store, whichever it is, and words the answers alike. Knows the leases and the
/// claimed changes of this opening. One command of a lane at a time.</summary>
internal sealed class CommandRunner(IStateStore store)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, LaneLease> _leases = [];
    private readonly Dictionary<int, LaneLease> _former = [];
    private readonly Dictionary<RecordKey, IReadOnlyList<StoredChange>> _claimed = [];

    public async Task<Answer> RunAsync(Command command, CancellationToken cancel)
    {
        try
        {
            return command switch
            {
                AppendChanges it => Word(await store.Inbox.AppendAsync(it.Append, cancel)),
                TakeLane it => await TakeAsync(it.Lane, cancel),
                ReleaseLane it => await ReleaseAsync(it.Lane, cancel),
                ClaimRecords it => await ClaimAsync(it, cancel),
                RetryRecord it => await DoneAsync(store.Inbox.RetryAsync(LeaseOf(it.Lane), it.Retry, cancel)),
                ParkRecord it => await DoneAsync(store.Inbox.ParkAsync(LeaseOf(it.Lane), it.Park, cancel)),
                RequeueRecords it => new Answer($"released {await store.Inbox.RequeueAsync(it.Requeue, cancel)}"),
                PutIntent it => await DoneAsync(
                    store.Ledger.PutIntentAsync(LeaseOf(it.Lane), WithEnd(it.Intent), cancel)),
                SettleRecord it => new Answer($"{await store.Ledger.SettleAsync(LeaseOf(it), WithEnd(it), cancel)}"),
                PutValue it => new Answer(
                    await store.Ledger.PutValueAsync(it.Value, it.ExpectedVersion, cancel) ? "put" : "other version"),
                TellFacts it => new Answer("facts") { Facts = await FactReader.ReadAsync(store, it.Scope, cancel) },
                _ => throw new InvalidOperationException($"{command.GetType().Name} is no call of a port"),
            };
        }
        catch (StaleLeaseException)
        {
            return new Answer("stale lease");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var refused = fault is StoreUnusableException;
            return new Answer($"{fault.GetType().Name}: {fault.Message}") { Failed = true, Refused = refused };
        }
    }

    private static Answer Word(AppendAnswer answer) => new($"{answer.Verdict} {answer.Stored}");

    private static async Task<Answer> DoneAsync(Task call)
    {
        await call;
        return new Answer("done");
    }

    private async Task<Answer> TakeAsync(int lane, CancellationToken cancel)
    {
        var lease = await store.Inbox.TakeAsync(lane, cancel);
        if (lease is null)
        {
            return new Answer("held by another");
        }

        lock (_gate)
        {
            if (_leases.TryGetValue(lane, out var former))
            {
                _former[lane] = former;
            }

            _leases[lane] = lease;
        }

        return new Answer("taken") { Epoch = lease.Epoch };
    }

    private async Task<Answer> ReleaseAsync(int lane, CancellationToken cancel)
    {
        var lease = LeaseOf(lane);
        lock (_gate)
        {
            _leases.Remove(lane);
            _former[lane] = lease;
        }

        await store.Inbox.ReleaseAsync(lease, cancel);
        return new Answer("released");
    }

    private async Task<Answer> ClaimAsync(ClaimRecords claim, CancellationToken cancel)
    {
        var request = new ClaimRequest(claim.Now, claim.Most, claim.Flows.ToHashSet());
        var got = await store.Inbox.ClaimAsync(LeaseOf(claim.Lane), request, cancel);
        lock (_gate)
        {
            foreach (var record in got.Records)
            {
                _claimed[record.Record] = record.Changes;
            }
        }

        var lines = got.Records.Select(record => $"{record.Record}: {Told.Of(record)}");
        return new Answer(string.Join('\n', lines.Append($"next due {Told.At(got.NextDue)}")));
    }

    private LaneLease LeaseOf(int lane)
    {
        lock (_gate)
        {
            return _leases[lane];
        }
    }

    private LaneLease LeaseOf(SettleRecord settle)
    {
        lock (_gate)
        {
            return settle.WithFormerLease ? _former[settle.Lane] : _leases[settle.Lane];
        }
    }

    private Intent WithEnd(Intent intent) =>
        intent with { Source = intent.Source with { Through = Claimed(intent.Record)[^1].Sequence } };

    private Settlement WithEnd(SettleRecord settle) => settle.Settlement with
    {
        Through = settle.Covers == 0
            ? long.MaxValue
            : Claimed(settle.Settlement.Record)[settle.Covers - 1].Sequence,
    };

    private IReadOnlyList<StoredChange> Claimed(RecordKey record)
    {
        lock (_gate)
        {
            return _claimed[record];
        }
    }
}
