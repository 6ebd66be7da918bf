using IntegrationHost.Connectors;
using IntegrationHost.Engine.Delivery;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Pairs;
using IntegrationHost.Engine.Problems;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine;

/// <summary>The one place that knows the order of the rooms and what each answer means: claimed records are recovered,
/// mapped, agreed with their pair, delivered and settled here. Rooms do their job and never call each other.</summary>
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

    /// <summary>Takes claimed records of this flow all the way. Returns when each is settled, parked or put back, and
    /// tells of each as soon as it is.</summary>
    public async Task HandleAsync(LaneLease lease, IReadOnlyList<ClaimedRecord> claimed, Action<ClaimedRecord> ended,
        CancellationToken cancel)
    {
        var taken = claimed.Count;
        Interlocked.Add(ref _inFlight, taken);
        try
        {
            claimed = await rooms.Adoption.SettleAsync(lease, claimed, cancel);
            var turn = definition.Coalesces ? claimed : [.. claimed.Select(OldestVersion)];
            var recovered = await Task.WhenAll(turn.Select(record => RecoverAsync(lease, record, ended, cancel)));
            var open = recovered.OfType<Open>().ToArray();
            var without = await Task.WhenAll(open.Select(record => WithoutMappingAsync(record, cancel)));
            var ways = open.Zip(without).ToArray();
            var ending = ways.Where(way => way.Second is not null)
                .Select(way => EndAsync(lease, way.First.Claimed, () => way.Second!(lease), ended, cancel)).ToArray();
            var toMap = ways.Where(way => way.Second is null).Select(way => way.First).ToArray();
            var landed = toMap.ToDictionary(record => record.Claimed.Record, record => record.Landed);
            var mapped = await MapAsync(lease, [.. toMap.Select(record => record.Claimed)], cancel);
            await Task.WhenAll([.. ending, .. mapped.Select(next => EndAsync(lease, next.Claimed,
                () => FinishAsync(lease, next, landed[next.Claimed.Record], cancel), ended, cancel))]);
        }
        finally
        {
            Interlocked.Add(ref _inFlight, -taken);
        }
    }

    // Each version that came with its record, one after the other: what is left of them stays pending.
    private static ClaimedRecord OldestVersion(ClaimedRecord claimed) =>
        claimed.Changes is [{ Change.Record: not null } oldest, _, ..] ? claimed with { Changes = [oldest] } : claimed;

    /// <summary>The record if there is still something to do; null when a write of an earlier attempt kept it. What has
    /// landed is settled by what is mapped next, which knows what the target must show; what landed in part is gone on
    /// with, before anything newer of the record.</summary>
    private async Task<Open?> RecoverAsync(
        LaneLease lease, ClaimedRecord claimed, Action<ClaimedRecord> ended, CancellationToken cancel)
    {
        if (claimed.Intent is null)
        {
            return new Open(claimed, null);
        }

        Open? still = null;
        await EndAsync(lease, claimed, async () =>
        {
            var earlier = EarlierWrite.Of(definition, claimed);
            var delivered = await rooms.Courier.RecoverAsync(
                earlier.Write, "the host stopped before the answer came", cancel);
            if (delivered is Delivered.Partly partly)
            {
                delivered = rooms.Pairs is not null && partly.MadeAs is { } id
                    ? new Delivered.Answered(new Outcome.Created(id, ""))
                    : await rooms.Courier.AttemptAsync(earlier.Write, cancel);
                if (claimed.Ruled is { Kind: RulingKind.Skip }
                    && delivered is Delivered.Answered { Outcome: Outcome.Rejected })
                {
                    still = new Open(claimed, null) { StandsInPart = true };
                    return;
                }
            }

            if (delivered is Delivered.NotWritten
                or Delivered.Answered { Outcome: not (Outcome.Rejected or Outcome.RetryLater) })
            {
                still = new Open(claimed, delivered as Delivered.Answered);
                return;
            }

            await ConcludeAsync(new Sending(lease, earlier), delivered, cancel);
        }, record =>
        {
            if (still is null)
            {
                ended(record);
            }
        }, cancel);
        return still;
    }

    /// <summary>How a record ends that needs no mapping, or null: a person decided, it is gone, or it is our own write
    /// coming back.</summary>
    private async Task<Func<LaneLease, Task>?> WithoutMappingAsync(Open open, CancellationToken cancel)
    {
        var claimed = open.Claimed;
        if (open.Landed is not null)
        {
            return claimed.Newest.Change.Kind == ChangeKind.Delete
                ? lease => ConcludeAsync(new Sending(lease, EarlierWrite.Of(definition, claimed)), open.Landed, cancel)
                : null;
        }

        if (claimed.Ruled is { Kind: RulingKind.Skip } skip)
        {
            var seen = claimed.NewestReported?.Change.Version ?? claimed.Entry?.SourceVersion ?? "";
            var from = new MappedFrom(default, seen, claimed.Entry?.ScriptVersion ?? "");
            var reason = $"{skip.Reason} ({skip.By})";
            var skipped = new Mapped.Skipped(claimed, reason, from)
            {
                Problems = open.StandsInPart
                    ? [ProblemNotes.StandsInTarget(definition, claimed.Intent!.Entity, reason)] : [],
            };
            return lease => FinishAsync(lease, skipped, null, cancel);
        }

        if (claimed.NewestReported?.Change.Kind == ChangeKind.Delete)
        {
            return lease => RemoveAsync(lease, claimed, cancel);
        }

        return rooms.Pairs is { } pairs && await pairs.PeekAsync(claimed, cancel) is var pairing
            && PairRoom.IsEcho(claimed, pairing)
            ? lease => rooms.Ledger.SettleAsync(
                lease, Settlements.Echo(definition, claimed, pairing, time.GetUtcNow()), cancel)
            : null;
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

    private Task FinishAsync(LaneLease lease, Mapped mapped, Delivered? landed, CancellationToken cancel) =>
        mapped switch
    {
        _ when landed is not null => LandedAsync(lease, EarlierWrite.That(definition, mapped), landed, cancel),
        _ when rooms.Late.MayLandFor(mapped) is { } wait => PutBackAsync(lease, mapped.Claimed,
            $"its {mapped.Claimed.Intent!.Entity} had no answer and may still be made: it is looked for again",
            wait, cancel),
        Mapped.Skipped skipped => rooms.Ledger.SettleAsync(
            lease, Settlements.Skipped(skipped, time.GetUtcNow()), cancel),
        Mapped.Stale stale => rooms.Ledger.SettleAsync(
            lease, Settlements.Stale(stale.Claimed, stale.Version, time.GetUtcNow()), cancel),
        Mapped.Behind behind => PutBackAsync(lease, behind.Claimed, behind.Why, null, cancel),
        Mapped.Waiting waiting => ParkAsync(lease, waiting, cancel),
        Mapped.Ready ready when rooms.Pairs is { } pairs => AgreeAsync(lease, ready, pairs, cancel),
        Mapped.Ready ready when StandsAlready(ready) => SettleAsync(new Sending(lease, ready),
            ready.Claimed.Entry!.TargetId, ready.Claimed.Entry.TargetVersion, "unchanged", [], cancel),
        Mapped.Ready ready => DeliverAsync(new Sending(lease, ready), cancel),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task LandedAsync(LaneLease lease, Mapped.Ready earlier, Delivered landed, CancellationToken cancel)
    {
        var sending = rooms.Pairs is { } pairs ? await pairs.EarlierAsync(lease, earlier, cancel) : new(lease, earlier);
        using var _ = sending.Pair is { Before: null } ? rooms.Pairs!.BeginCreation() : null;
        await ConcludeAsync(sending, landed, cancel);
    }

    private bool StandsAlready(Mapped.Ready ready) =>
        ready.Claimed.Entry is { State: EntryState.Written } entry && entry.Fingerprint == ready.Fingerprint
        && (rooms.Courier.EntityOf(ready.Write.Entity) is not { ChangesByItself: true }
            || entry.SourceVersion == ready.From.SourceVersion);

    private async Task AgreeAsync(LaneLease lease, Mapped.Ready ready, PairRoom pairs, CancellationToken cancel)
    {
        var (turn, pairing) = await pairs.TakeTurnAsync(ready.Claimed, cancel);
        using var _ = turn;
        if (pairing.OutdatesRead(ready.From.ReadAt))
        {
            // While it waited for its turn the other flow wrote what was read: it is looked at as it is now.
            var now = (await MapAsync(lease, [ready.Claimed], cancel)).SingleOrDefault();
            if (now is not Mapped.Ready again)
            {
                await (now is null ? Task.CompletedTask : FinishAsync(lease, now, null, cancel));
                return;
            }

            ready = again;
        }

        switch (await pairs.AgreeAsync(ready, pairing, cancel))
        {
            case Agreement.Settled same:
                await rooms.Ledger.SettleAsync(
                    lease, Settlements.Same(definition, ready, same, time.GetUtcNow()), cancel);
                break;
            case Agreement.Carry carry:
                using (carry.Write.Pairing.Partner is null ? pairs.BeginCreation() : null)
                {
                    await DeliverAsync(new Sending(lease, carry.Ready, carry.Write), cancel);
                }

                break;
            case Agreement.Ask ask:
                await ParkAsync(lease, new Mapped.Waiting(ready.Claimed, ParkState.Refused, ask.Problems, [],
                    Stake.Of(ready.Expectations), ready.From), cancel);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task RemoveAsync(LaneLease lease, ClaimedRecord claimed, CancellationToken cancel)
    {
        var known = claimed.Entry is { State: not EntryState.Deleted, TargetId.Length: > 0 } entry ? entry : null;
        var entity = rooms.Courier.EntityOf(known?.TargetEntity ?? definition.To.Entity);
        if (rooms.Pairs is not { } pairs)
        {
            var alone = new Pairing(known?.TargetId, null);
            await EndGoneAsync(lease, Deletion.Judge(definition, claimed, alone, entity, null), cancel);
            return;
        }

        var (turn, pairing) = await pairs.TakeTurnAsync(claimed, cancel);
        using var _ = turn;
        var winner = await pairs.WinnerOverThereAsync(pairing, cancel);
        await EndGoneAsync(lease, Deletion.Judge(definition, claimed, pairing, entity, winner), cancel);
    }

    private Task EndGoneAsync(LaneLease lease, Mapped gone, CancellationToken cancel) => gone is Mapped.Ready ready
        ? DeliverAsync(new Sending(lease, ready), cancel)
        : FinishAsync(lease, gone, null, cancel);

    private async Task DeliverAsync(Sending sending, CancellationToken cancel)
    {
        var ready = sending.Ready;
        var entity = rooms.Courier.EntityOf(ready.Write.Entity);
        var nature = ready.Write.Kind == ChangeKind.Delete ? entity?.DeleteNature
            : ready.Write.Id is null ? entity?.CreateNature : entity?.UpdateNature;
        // What landed unseen would be forgotten if its source were cancelled, or taken for another's edit of a pair.
        if (nature == WriteNature.NeedsIntent || ready.Write.Id is null || sending.Pair is not null)
        {
            var source = new IntentSource(ready.From.SourceVersion, ready.From.ScriptVersion, ready.Fingerprint,
                ready.Claimed.Newest.Sequence);
            var intent = new Intent(ready.Claimed.Record, ready.Write.Key, ready.Write.Entity, ready.Write.Id,
                ready.Write.Record.ToUtf8(), source, time.GetUtcNow());
            await rooms.Ledger.PutIntentAsync(sending.Lease, intent, cancel);
        }

        var delivered = await rooms.Courier.AttemptAsync(ready.Write, cancel);
        rooms.Late.Note(ready.Claimed, delivered);
        await ConcludeAsync(sending, delivered, cancel);
    }

    /// <summary>The one switch over what became of a write.</summary>
    private Task ConcludeAsync(Sending sending, Delivered delivered, CancellationToken cancel) =>
        delivered switch
        {
            Delivered.NotWritten none => PutBackAsync(sending.Lease, sending.Claimed, none.Why, null, cancel),
            Delivered.Unknown unknown => PutBackAsync(sending.Lease, sending.Claimed, unknown.Why, null, cancel),
            Delivered.Partly partly => PutBackAsync(sending.Lease, sending.Claimed, partly.Why, null, cancel),
            Delivered.Answered { Outcome: Outcome.Created made } =>
                CheckAndSettleAsync(sending, made.Id, made.Version, "created", cancel),
            Delivered.Answered { Outcome: Outcome.Updated changed } =>
                CheckAndSettleAsync(sending, changed.Id, changed.Version, "updated", cancel),
            Delivered.Answered { Outcome: Outcome.Unchanged same } =>
                CheckAndSettleAsync(sending, same.Id, same.Version, "found as it should be", cancel),
            Delivered.Answered { Outcome: Outcome.Deleted gone } =>
                SettleAsync(sending, gone.Id, "", "deleted", [], cancel),
            Delivered.Answered { Outcome: Outcome.RetryLater later } =>
                PutBackAsync(sending.Lease, sending.Claimed, later.Reason, later.After, cancel),
            Delivered.Answered { Outcome: Outcome.Rejected rejected } => RefuseAsync(sending, rejected, cancel),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private Task RefuseAsync(Sending sending, Outcome.Rejected rejected, CancellationToken cancel)
    {
        var ready = sending.Ready;
        rooms.Mapping.Doubt(ready.References);
        return ParkAsync(sending.Lease, new Mapped.Waiting(
            ready.Claimed, ParkState.Refused, [ProblemNotes.Rejected(definition, ready.Write.Entity, rejected)], [],
            Stake.Of(ready.Expectations), ready.From), cancel);
    }

    private async Task CheckAndSettleAsync(
        Sending sending, string id, string version, string how, CancellationToken cancel)
    {
        var ready = sending.Ready;
        var check = await rooms.Expectations.CheckAsync(ready.Write.Entity, id, ready.Expectations, cancel);
        var agreed = sending.Pair is { } pair ? await rooms.Pairs!.AgreedAsync(ready, pair, id, version, cancel) : null;
        await SettleAsync(sending with { Agreed = agreed }, id, check.Version ?? version, how, check.Problems, cancel);
    }

    private async Task SettleAsync(Sending sending, string id, string version, string how,
        IReadOnlyList<ProblemNote> problems, CancellationToken cancel)
    {
        var ready = sending.Ready;
        var settlement = Settlements.Written(
            definition, ready, id, version, how, problems, sending.Agreed, time.GetUtcNow());
        await rooms.Ledger.SettleAsync(sending.Lease, settlement, cancel);
        rooms.Late.Forget(ready.Claimed.Record);
        foreach (var problem in problems)
        {
            log.LogWarning("{Record}: {Problem}", ready.Claimed.Record, problem.Text);
        }

        log.LogDebug("{Record} {How}: {Target} {Id}", ready.Claimed.Record, how, ready.Write.Entity, id);
    }

    private async Task ParkAsync(LaneLease lease, Mapped.Waiting waiting, CancellationToken cancel)
    {
        var park = Settlements.Parked(definition, waiting, time.GetUtcNow());
        await rooms.Inbox.ParkAsync(lease, park, cancel);
        log.LogInformation("{Record} {State}: {Cause}", park.Record, waiting.State, waiting.Problems[0].Cause);
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
    private async Task EndAsync(LaneLease lease, ClaimedRecord claimed, Func<Task> work,
        Action<ClaimedRecord> ended, CancellationToken cancel)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested && fault is not StaleLeaseException)
        {
            log.LogError(fault, "{Record} could not be handled and is put back", claimed.Record);
            await PutBackAsync(lease, claimed, fault.Message, null, cancel);
        }

        ended(claimed);
    }
}
