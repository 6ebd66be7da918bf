using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>The ledger, the crosswalk, intents, cursors and small values.</summary>
internal sealed class EmbeddedLedger(OwnerThread owner, StoreState state) : ILedger
{
    public Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel) =>
        owner.WriteAsync(database => Settle(database, lease, settlement), cancel);

    public Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel) => owner.WriteAsync(database =>
    {
        if (lease.Epoch != state.Epoch)
        {
            return false;
        }

        database.Intents().Upsert(Rows.Of(intent));
        database.Tell(
            intent.Record, intent.At, ++state.Sequence, "intent", $"a {intent.Entity} is about to be written");
        return true;
    }, cancel);

    public Task<IReadOnlyList<Link>> LinksAsync(IReadOnlyList<LinkSide> sides, CancellationToken cancel) =>
        owner.ReadAsync<IReadOnlyList<Link>>(database => [.. sides
            .Select(side => database.Links().FindById(LinkRow.KeyOf(side)))
            .OfType<BsonDocument>()
            .Select(LinkRow.LinkOf)], cancel);

    public Task<Cursor?> CursorAsync(string flow, CancellationToken cancel) =>
        owner.ReadAsync(database => CursorOf(database, flow), cancel);

    public Task<IReadOnlyList<NamedValue>> ValuesAsync(string prefix, CancellationToken cancel) =>
        owner.ReadAsync<IReadOnlyList<NamedValue>>(
            database => [.. database.Values().WithPrefix(prefix).Select(ValueOf)], cancel);

    public Task<bool> PutValueAsync(NamedValue value, long expectedVersion, CancellationToken cancel) =>
        owner.WriteAsync(database =>
        {
            var known = database.Values().FindById(value.Name);
            if ((known is null ? 0 : known["version"].AsInt64) != expectedVersion)
            {
                return false;
            }

            database.Values().Upsert(new BsonDocument
            {
                ["_id"] = value.Name,
                ["value"] = value.Value,
                ["version"] = expectedVersion + 1,
                ["by"] = value.By,
                ["at"] = value.At.UtcTicks,
            });
            return true;
        }, cancel);

    internal static Cursor? CursorOf(LiteDatabase database, string flow) =>
        database.Cursors().FindById(flow) is { } row
            ? new Cursor(row["value"], row["since"].IsNull ? null : Rows.Instant(row["since"]))
            : null;

    internal static BsonDocument RowOf(CursorMove move) => new()
    {
        ["_id"] = move.Flow,
        ["value"] = move.Next.Value,
        ["since"] = move.Next.Since?.UtcTicks,
    };

    private SettleVerdict Settle(LiteDatabase database, LaneLease lease, Settlement settlement)
    {
        var record = settlement.Record;
        if (lease.Epoch != state.Epoch || state.Pending.Find(record) is not { State: RowState.Claimed } row)
        {
            return SettleVerdict.Fenced;
        }

        Enter(database, settlement);
        if (settlement.Link is { } link)
        {
            LinkRow.RowsOf(link).ToList().ForEach(linked => database.Links().Upsert(linked));
            var waiting = state.Pending.WaitingFor(LinkDependency.BroughtBy(link));
            EmbeddedInbox.Release(
                state, database, waiting, $"the {link.Name} it waits for has arrived", settlement.Entry.At);
        }

        RemoveFromInbox(database, row, settlement.Through);
        database.Intents().Delete(RowKey.Of(record));
        if (!settlement.Input.IsEmpty)
        {
            database.Inputs().Upsert(StoredInput.Of(record, settlement.Input, settlement.Entry.At));
        }

        var what = settlement.Entry.State.ToString().ToLowerInvariant();
        database.Tell(record, settlement.Entry.At, ++state.Sequence, what, settlement.Text);
        return SettleVerdict.Settled;
    }

    private void Enter(LiteDatabase database, Settlement settlement)
    {
        var record = settlement.Record;
        var before = database.Ledger().FindById(RowKey.Of(record));
        database.Ledger().Upsert(Rows.Of(record, settlement.Entry, settlement.Problems));
        state.Count(record.Flow, before is null ? null : Rows.EntryOf(before).State, settlement.Entry.State);
        state.Afterwards.Remove(record);
        if (settlement.Problems.Count > 0)
        {
            state.Afterwards[record] = (settlement.Entry, settlement.Problems);
        }
    }

    private void RemoveFromInbox(LiteDatabase database, RecordRow row, long through)
    {
        state.Pending.Take(row);
        foreach (var change in row.Changes.Where(change => change.Sequence <= through))
        {
            database.Changes().Delete(change.Sequence);
        }

        row.Changes.RemoveAll(change => change.Sequence <= through);
        if (row.Changes.Count == 0)
        {
            database.Records().Delete(RowKey.Of(row.Record));
            // Sequences must go on growing after the last change is gone.
            database.Meta().Upsert(new BsonDocument { ["_id"] = "sequence", ["value"] = state.Sequence });
            return;
        }

        row.State = RowState.Pending;
        row.IsKnown = true;
        row.Attempts = 0;
        row.DueTicks = row.Changes[0].SeenAt.UtcTicks;
        state.Pending.Put(row);
        database.Records().Upsert(Rows.Of(row));
    }

    private static NamedValue ValueOf(BsonDocument row) =>
        new(row["_id"], row["value"], row["version"].AsInt64, row["by"], Rows.Instant(row["at"]));
}
