using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>The inbox: rows in the file, the pending index in memory.</summary>
internal sealed class EmbeddedInbox(OwnerThread owner, StoreState state) : IInbox
{
    public Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel) =>
        owner.WriteAsync(database => Append(database, append), cancel);

    public Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel) =>
        owner.ReadAsync<LaneLease?>(_ => state.Take(lane), cancel);

    public Task ReleaseAsync(LaneLease lease, CancellationToken cancel) => owner.ReadAsync(_ =>
    {
        state.Release(lease);
        return true;
    }, cancel);

    public async Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel) =>
        await owner.ReadAsync(database => state.Holds(lease) ? Claim(database, lease, request) : null, cancel)
            ?? throw new StaleLeaseException(lease.Lane);

    public async Task RetryAsync(LaneLease lease, Retry retry, CancellationToken cancel) =>
        Check(lease, await owner.WriteAsync(database => Claimed(lease, retry.Record, row =>
        {
            Change(row, () =>
            {
                row.State = RowState.Pending;
                row.Since = row.Attempts == 0 ? retry.At : row.Since;
                row.Attempts++;
                row.Reason = retry.Reason;
                row.DueTicks = retry.Due.UtcTicks;
            });
            database.Records().Upsert(Rows.Of(row));
            Tell(database, row.Record, retry.At, "retry", $"tried again at {retry.Due:u}: {retry.Reason}");
        }), cancel));

    public async Task ParkAsync(LaneLease lease, Park park, CancellationToken cancel) =>
        Check(lease, await owner.WriteAsync(database => Claimed(lease, park.Record, row =>
        {
            Change(row, () =>
            {
                row.MakePending(park.At.UtcTicks);
                if (row.Changes[^1].Sequence > row.ClaimedThrough)
                {
                    return; // A change came meanwhile, perhaps the correction: it is to be looked at first.
                }

                row.State = park.State == ParkState.Held ? RowState.Held : RowState.Refused;
                row.Problems = park.Problems;
                row.WaitsFor = park.WaitsFor;
                row.AtStake = park.AtStake;
                row.Since = park.At;
                Forget(database, row);
            });
            database.Records().Upsert(Rows.Of(row));
            if (!park.Input.IsEmpty)
            {
                database.Inputs().Upsert(StoredInput.Of(park.Record, park.Input, park.At));
            }

            var what = park.State == ParkState.Held ? "held" : "refused";
            Tell(database, row.Record, park.At, what, string.Join("; ", park.Problems.Select(problem => problem.Text)));
        }), cancel));

    public Task<int> RequeueAsync(Requeue requeue, CancellationToken cancel) =>
        owner.WriteAsync(database =>
        {
            var released = Release(state, database, Matching(requeue), $"released by {requeue.By}", requeue.At);
            return requeue.Cause is { } cause
                ? released + TakeOffTheList(database, requeue, cause, requeue.Most - released)
                : released;
        }, cancel);

    /// <summary>Makes parked rows pending at once; also used by the settle that brings what they wait for.</summary>
    internal static int Release(
        StoreState state, LiteDatabase database, IReadOnlyList<RecordRow> rows, string text, DateTimeOffset at)
    {
        foreach (var row in rows)
        {
            state.Pending.Take(row);
            row.MakePending(at.UtcTicks);
            state.Pending.Put(row);
            database.Records().Upsert(Rows.Of(row));
            database.Tell(row.Record, at, ++state.Sequence, "released", text);
        }

        return rows.Count;
    }

    private int TakeOffTheList(LiteDatabase database, Requeue requeue, string cause, int most)
    {
        var settled = state.Afterwards
            .Where(pair => pair.Value.Problems.Any(problem => problem.Cause == cause))
            .Take(most)
            .ToArray();
        foreach (var (record, (entry, problems)) in settled)
        {
            var left = problems.Where(problem => problem.Cause != cause).ToArray();
            var row = database.Ledger().FindById(RowKey.Of(record));
            database.Ledger().Upsert(Rows.Of(record, entry, left, (ChangeKind)row["kind"].AsInt32));
            state.Afterwards.Remove(record);
            if (left.Length > 0)
            {
                state.Afterwards[record] = (entry, left);
            }

            Tell(database, record, requeue.At, "released", $"taken off the list by {requeue.By}");
        }

        return settled.Length;
    }

    private AppendAnswer Append(LiteDatabase database, Append append)
    {
        var delivery = append.DeliveryKey is null ? null : RowKey.Bounded(append.DeliveryKey);
        if (delivery is not null && database.Deliveries().FindById(delivery) is not null)
        {
            return new AppendAnswer(AppendVerdict.Duplicate, 0);
        }

        if (append.Cursor is { } move && EmbeddedLedger.CursorOf(database, move.Flow) != move.Expected)
        {
            return new AppendAnswer(AppendVerdict.CursorMoved, 0);
        }

        if (delivery is not null)
        {
            var at = append.Changes.Count > 0 ? append.Changes[0].SeenAt.UtcTicks : 0;
            database.Deliveries().Insert(new BsonDocument { ["_id"] = delivery, ["at"] = at });
        }

        if (append.Cursor is { } next)
        {
            database.Cursors().Upsert(EmbeddedLedger.RowOf(next));
        }

        return new AppendAnswer(AppendVerdict.Stored, append.Changes.Count(change => Store(database, change)));
    }

    private bool Store(LiteDatabase database, NewChange change)
    {
        var row = state.Pending.Find(change.Record);
        var entry = database.Ledger().FindById(RowKey.Of(change.Record));
        if (IsKnown(change.Change, row, entry))
        {
            return false;
        }

        row ??= new RecordRow(change.Record, change.Lane)
        {
            KnownName = entry?["name"].AsString,
            DueTicks = change.SeenAt.UtcTicks,
        };
        var stored = new StoredChange(++state.Sequence, change.Change, change.Origin, change.SeenAt);
        Change(row, () =>
        {
            row.Changes.Add(stored);
            if (row.State is RowState.Held or RowState.Refused)
            {
                row.MakePending(change.SeenAt.UtcTicks);
            }
        });
        database.Changes().Insert(Rows.Of(row, stored));
        database.Records().Upsert(Rows.Of(row));
        database.Tell(change.Record, change.SeenAt, stored.Sequence, "seen",
            $"by {change.Origin}, version {change.Change.Version}");
        return true;
    }

    // A repeated hint: it waits already, or the ledger settled that very version last. That a record is gone is news
    // even when it carries the version that was settled; that it was there before it went is not.
    private static bool IsKnown(Change change, RecordRow? row, BsonDocument? entry) => change.Version.Length > 0
        && (row?.Changes.Exists(
            known => known.Change.Version == change.Version && known.Change.Kind == change.Kind) == true
            || (entry is not null && entry["version"].AsString == change.Version
                && (change.Kind == ChangeKind.Upsert || entry["kind"].AsInt32 == (int)ChangeKind.Delete)));

    private Claim Claim(LiteDatabase database, LaneLease lease, ClaimRequest request)
    {
        var rows = state.Pending.Due(lease.Lane, request);
        foreach (var row in rows)
        {
            Change(row, () => row.State = RowState.Claimed);
            row.ClaimedThrough = row.Changes[^1].Sequence;
        }

        var claimed = rows.Select(row => ClaimedOf(database, row)).ToArray();
        return new Claim(claimed, state.Pending.NextDue(lease.Lane, request));
    }

    private static ClaimedRecord ClaimedOf(LiteDatabase database, RecordRow row)
    {
        var key = RowKey.Of(row.Record);
        var intent = database.Intents().FindById(key);
        var entry = database.Ledger().FindById(key);
        return new ClaimedRecord(row.Record, [.. row.Changes], row.Attempts,
            intent is null ? null : Rows.IntentOf(row.Record, intent),
            entry is null ? null : Rows.EntryOf(entry));
    }

    private IReadOnlyList<RecordRow> Matching(Requeue requeue)
    {
        IEnumerable<RecordRow> rows = requeue.WaitsFor is { } dependencies
            ? state.Pending.WaitingFor(dependencies)
            : state.Pending.Parked;
        return [.. rows
            .Where(row => requeue.Cause is not { } cause || row.Problems.Any(problem => problem.Cause == cause))
            .Where(row => requeue.Record is not { } record || row.Record == record)
            .OrderBy(row => row.Changes[0].Sequence)
            .Take(requeue.Most)];
    }

    // While it waits, the newest hint stands for all of them; beside it the one that knows the name.
    private static void Forget(LiteDatabase database, RecordRow row)
    {
        var named = row.Changes.FindLast(stored => stored.Change.Name is not null);
        var newest = row.Changes[^1];
        foreach (var old in row.Changes.Where(stored => stored != newest && stored != named))
        {
            database.Changes().Delete(old.Sequence);
        }

        row.Changes.RemoveAll(stored => stored != newest && stored != named);
    }

    private bool Claimed(LaneLease lease, RecordKey record, Action<RecordRow> then)
    {
        if (state.ClaimedBy(lease, record) is not { } row)
        {
            return false;
        }

        then(row);
        return true;
    }

    private void Change(RecordRow row, Action change)
    {
        state.Pending.Take(row);
        change();
        state.Pending.Put(row);
    }

    private void Tell(LiteDatabase database, RecordKey record, DateTimeOffset at, string what, string text) =>
        database.Tell(record, at, ++state.Sequence, what, text);

    private static void Check(LaneLease lease, bool stored)
    {
        if (!stored)
        {
            throw new StaleLeaseException(lease.Lane);
        }
    }
}
