using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Delivery;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Problems;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine;

/// <summary>The one place that knows the order of the rooms and what each answer means: claimed records are recovered,
/// mapped, delivered and settled here. Rooms do their job and never call each other.</summary>
internal sealed class Flow(FlowDefinition definition, FlowRooms rooms, TimeProvider time, ILogger log)
{
    private int _inFlight;

    public FlowDefinition Definition => definition;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>False while no version of the script ever compiled: its records wait untouched.</summary>
    public bool CanRun()
    {
        try
        {
            return rooms.Mappings.Current(definition.Script) is not null;
        }
        catch (MappingUnavailableException)
        {
            return false; // The status shows why.
        }
    }

    /// <summary>Takes claimed records of this flow all the way. Returns when each is settled, parked or put
    /// back.</summary>
    public async Task HandleAsync(LaneLease lease, IReadOnlyList<ClaimedRecord> claimed, CancellationToken cancel)
    {
        Interlocked.Add(ref _inFlight, claimed.Count);
        try
        {
            var recovered = await Task.WhenAll(claimed.Select(record => RecoverAsync(lease, record, cancel)));
            var open = recovered.OfType<ClaimedRecord>().ToArray();
            var gone = open.Where(record => record.Newest.Change.Kind == ChangeKind.Delete).ToArray();
            await Task.WhenAll(gone.Select(record =>
                GuardAsync(lease, record, () => SettleGoneAsync(lease, record, cancel), cancel)));
            var mapped = await MapAsync(lease, [.. open.Except(gone)], cancel);
            await Task.WhenAll(mapped.Select(next =>
                GuardAsync(lease, next.Claimed, () => FinishAsync(lease, next, cancel), cancel)));
        }
        finally
        {
            Interlocked.Add(ref _inFlight, -claimed.Count);
        }
    }

    /// <summary>The record if it is still to be handled, null when an earlier write of it turned out to have
    /// landed.</summary>
    private async Task<ClaimedRecord?> RecoverAsync(LaneLease lease, ClaimedRecord claimed, CancellationToken cancel)
    {
        if (claimed.Intent is not { } intent)
        {
            return claimed;
        }

        var still = claimed;
        await GuardAsync(lease, claimed, async () =>
        {
            var write = new Write(intent.Entity, Records.Record.Parse(intent.Rendered), intent.Key)
            {
                Id = intent.TargetId,
                Priority = definition.Priority,
            };
            var delivered = await rooms.Courier.RecoverAsync(write, "the host stopped before the answer came", cancel);
            if (delivered is not Delivered.NotWritten)
            {
                still = null;
                var source = intent.Source;
                var from = new MappedFrom(default, source.SourceVersion, source.ScriptVersion)
                {
                    // What came after that write was made is not in it: it stays in the inbox.
                    Through = source.Through,
                };
                await ConcludeAsync(
                    lease, new Mapped.Ready(claimed, write, intent.Source.Fingerprint, [], from), delivered, cancel);
            }
        }, cancel);
        return still;
    }

    private async Task<IReadOnlyList<Mapped>> MapAsync(LaneLease lease, ClaimedRecord[] open, CancellationToken cancel)
    {
        if (open.Length == 0)
        {
            return [];
        }

        try
        {
            return await rooms.Mapping.MapAsync(open, cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested && IsOfTheQuestion(fault))
        {
            return open is [var only] ? [CannotBeAsked(only, fault)] : await MapOneByOneAsync(lease, open, cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            await Task.WhenAll(open.Select(record => PutBackAsync(lease, record, fault.Message, null, cancel)));
            return [];
        }
    }

    // One record asked for what cannot be asked: the others of its group shall not wait for it.
    private async Task<IReadOnlyList<Mapped>> MapOneByOneAsync(
        LaneLease lease, ClaimedRecord[] open, CancellationToken cancel)
    {
        var mapped = new List<Mapped>();
        foreach (var record in open)
        {
            mapped.AddRange(await MapAsync(lease, [record], cancel));
        }

        return mapped;
    }

    private static bool IsOfTheQuestion(Exception fault) =>
        fault is ArgumentException or InvalidOperationException or NotSupportedException;

    private Mapped.Waiting CannotBeAsked(ClaimedRecord claimed, Exception fault) => new(
        claimed, ParkState.Refused, [ProblemNotes.ScriptFault(definition, $"{definition.Script}: {fault.Message}")], [],
        null, new MappedFrom(default, claimed.Newest.Change.Version, ""));

    private Task FinishAsync(LaneLease lease, Mapped mapped, CancellationToken cancel) => mapped switch
    {
        Mapped.Skipped skipped => SettleSkippedAsync(lease, skipped, cancel),
        Mapped.Waiting waiting => ParkAsync(lease, waiting, cancel),
        Mapped.Ready ready when StandsAlready(ready) => SettleAsync(
            lease, ready, ready.Claimed.Entry!.TargetId, ready.Claimed.Entry.TargetVersion, "unchanged", [], cancel),
        Mapped.Ready ready => DeliverAsync(lease, ready, cancel),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private bool StandsAlready(Mapped.Ready ready) =>
        ready.Claimed.Entry is { State: EntryState.Written } entry && entry.Fingerprint == ready.Fingerprint
        && (rooms.Courier.EntityOf(ready.Write.Entity) is not { ChangesByItself: true }
            || entry.SourceVersion == ready.From.SourceVersion);

    private async Task DeliverAsync(LaneLease lease, Mapped.Ready ready, CancellationToken cancel)
    {
        var entity = rooms.Courier.EntityOf(ready.Write.Entity);
        var nature = ready.Write.Id is null ? entity?.CreateNature : entity?.UpdateNature;
        if (nature == WriteNature.NeedsIntent)
        {
            var source = new IntentSource(ready.From.SourceVersion, ready.From.ScriptVersion, ready.Fingerprint,
                ready.Claimed.Newest.Sequence);
            var intent = new Intent(ready.Claimed.Record, ready.Write.Key, ready.Write.Entity, ready.Write.Id,
                ready.Write.Record.ToUtf8(), source, time.GetUtcNow());
            await rooms.Ledger.PutIntentAsync(lease, intent, cancel);
        }

        await ConcludeAsync(lease, ready, await rooms.Courier.AttemptAsync(ready.Write, cancel), cancel);
    }

    /// <summary>The one switch over what became of a write.</summary>
    private Task ConcludeAsync(LaneLease lease, Mapped.Ready ready, Delivered delivered, CancellationToken cancel) =>
        delivered switch
        {
            Delivered.NotWritten none => PutBackAsync(lease, ready.Claimed, none.Why, null, cancel),
            Delivered.Unknown unknown => PutBackAsync(lease, ready.Claimed, unknown.Why, null, cancel),
            Delivered.Answered { Outcome: Outcome.Created made } =>
                CheckAndSettleAsync(lease, ready, made.Id, made.Version, "created", cancel),
            Delivered.Answered { Outcome: Outcome.Updated changed } =>
                CheckAndSettleAsync(lease, ready, changed.Id, changed.Version, "updated", cancel),
            Delivered.Answered { Outcome: Outcome.Unchanged same } =>
                CheckAndSettleAsync(lease, ready, same.Id, same.Version, "found as it should be", cancel),
            Delivered.Answered { Outcome: Outcome.Deleted gone } =>
                SettleAsync(lease, ready, gone.Id, "", "deleted", [], cancel),
            Delivered.Answered { Outcome: Outcome.RetryLater later } =>
                PutBackAsync(lease, ready.Claimed, later.Reason, later.After, cancel),
            Delivered.Answered { Outcome: Outcome.Rejected rejected } => ParkAsync(lease, new Mapped.Waiting(
                ready.Claimed, ParkState.Refused, [ProblemNotes.Rejected(definition, ready.Write.Entity, rejected)], [],
                Stake.Of(ready.Expectations), ready.From), cancel),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private async Task CheckAndSettleAsync(
        LaneLease lease, Mapped.Ready ready, string id, string version, string how, CancellationToken cancel)
    {
        var check = await rooms.Expectations.CheckAsync(ready.Write.Entity, id, ready.Expectations, cancel);
        await SettleAsync(lease, ready, id, check.Version ?? version, how, check.Problems, cancel);
    }

    private async Task SettleAsync(LaneLease lease, Mapped.Ready ready, string id, string version, string how,
        IReadOnlyList<ProblemNote> problems, CancellationToken cancel)
    {
        var settlement = Settlements.Written(definition, ready, id, version, how, problems, time.GetUtcNow());
        await rooms.Ledger.SettleAsync(lease, settlement, cancel);
        foreach (var problem in problems)
        {
            log.LogWarning("{Record}: {Problem}", ready.Claimed.Record, problem.Text);
        }

        log.LogDebug("{Record} {How}: {Target} {Id}", ready.Claimed.Record, how, ready.Write.Entity, id);
    }

    private Task SettleSkippedAsync(LaneLease lease, Mapped.Skipped skipped, CancellationToken cancel) =>
        rooms.Ledger.SettleAsync(
            lease,
            Settlements.Skipped(definition, skipped.Claimed, skipped.Reason, skipped.From, time.GetUtcNow()),
            cancel);

    private Task SettleGoneAsync(LaneLease lease, ClaimedRecord claimed, CancellationToken cancel) =>
        SettleSkippedAsync(lease, new Mapped.Skipped(claimed, "deleted at the source; the target keeps its record",
            new MappedFrom(default, claimed.Newest.Change.Version, "")), cancel);

    private async Task ParkAsync(LaneLease lease, Mapped.Waiting waiting, CancellationToken cancel)
    {
        var park = new Park(waiting.Claimed.Record, waiting.State, waiting.Problems, waiting.WaitsFor,
            waiting.From.Input, time.GetUtcNow())
        {
            AtStake = waiting.AtStake,
            ScriptVersion = waiting.From.ScriptVersion,
        };
        await rooms.Inbox.ParkAsync(lease, park, cancel);
        log.LogInformation("{Record} {State}: {Problem}", park.Record, waiting.State, waiting.Problems[0].Text);
        if (await rooms.Arrivals.HaveArrivedAsync(waiting.WaitsFor, cancel))
        {
            // It arrived between the look-up and the parking, so nobody else would release the record.
            await rooms.Inbox.RequeueAsync(
                new Requeue { Record = park.Record, By = "the dependency's arrival", At = time.GetUtcNow() }, cancel);
        }
    }

    private async Task PutBackAsync(
        LaneLease lease, ClaimedRecord claimed, string why, TimeSpan? after, CancellationToken cancel)
    {
        var due = rooms.Retries.Next(claimed.Attempts, after);
        await rooms.Inbox.RetryAsync(lease, new Retry(claimed.Record, due, why, time.GetUtcNow()), cancel);
        log.LogInformation("{Record} is tried again at {Due:HH:mm:ss}: {Why}", claimed.Record, due, why);
    }

    /// <summary>A fault of our own on one record puts that record back; it takes nothing else down.</summary>
    private async Task GuardAsync(LaneLease lease, ClaimedRecord claimed, Func<Task> work, CancellationToken cancel)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            log.LogError(fault, "{Record} could not be handled and is put back", claimed.Record);
            await PutBackAsync(lease, claimed, fault.Message, null, cancel);
        }
    }
}
