using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>The ledger, the crosswalk, intents, cursors and small values.</summary>
internal sealed class EmbeddedLedger(OwnerThread owner, StoreState state) : ILedger
{
    private const int NameShown = 80;

    public Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel) =>
        owner.WriteAsync(database => Settle(database, lease, settlement), cancel);

    public async Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel)
    {
        var stored = await owner.WriteAsync(database =>
        {
            if (state.ClaimedBy(lease, intent.Record) is null)
            {
                return false;
            }

            database.Intents().Upsert(Rows.Of(intent));
            database.Tell(
                intent.Record, intent.At, ++state.Sequence, "intent", $"a {intent.Entity} is about to be written");
            return true;
        }, cancel);
        if (!stored)
        {
            throw new StaleLeaseException(lease.Lane);
        }
    }

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

    public Task<bool> PutValueAsync(NamedValue value, long expectedVersion, CancellationToken cancel)
    {
        // Before it reaches the file: what LiteDB refuses in the middle of a group stops the store.
        CheckLength(value.Name, value.Name, NamedValue.NameBytesMost, nameof(value));
        CheckLength(value.Name, value.Value, NamedValue.ValueBytesMost, nameof(value));
        return owner.WriteAsync(database => Put(database, value, expectedVersion), cancel);
    }

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

    private static bool Put(LiteDatabase database, NamedValue value, long expectedVersion)
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
    }

    private static void CheckLength(string name, string text, int most, string parameter)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > most)
        {
            throw new ArgumentException(
                $"'{name[..Math.Min(name.Length, NameShown)]}' has {bytes} bytes where at most {most} can be kept",
                parameter);
        }
    }

    private SettleVerdict Settle(LiteDatabase database, LaneLease lease, Settlement settlement)
    {
        var record = settlement.Record;
        if (state.ClaimedBy(lease, record) is not { } row)
        {
            return SettleVerdict.Fenced;
        }

        Enter(database, row, settlement);
        if (settlement.Link is { } link)
        {
            LinkRow.Put(database.Links(), link);
            var waiting = state.Pending.WaitingFor(LinkDependency.BroughtBy(link));
            EmbeddedInbox.Release(
                state, database, waiting, $"the {link.Name} it waits for has arrived", settlement.Entry.At);
        }

        RemoveFromInbox(database, row, settlement);
        database.Intents().Delete(RowKey.Of(record));
        if (!settlement.Input.IsEmpty)
        {
            database.Inputs().Upsert(StoredInput.Of(record, settlement.Input, settlement.Entry.At));
        }

        database.Tell(record, settlement.Entry.At, ++state.Sequence, settlement.What, settlement.Text);
        return SettleVerdict.Settled;
    }

    private void Enter(LiteDatabase database, RecordRow row, Settlement settlement)
    {
        var record = settlement.Record;
        var before = database.Ledger().FindById(RowKey.Of(record));
        var kind = row.Changes.FindLast(change => change.Sequence <= settlement.Through)?.Change.Kind;
        var problems = settlement.KeepsProblems && state.Afterwards.TryGetValue(record, out var known)
            ? known.Problems
            : settlement.Problems;
        database.Ledger().Upsert(Rows.Of(record, settlement.Entry, problems, kind ?? ChangeKind.Upsert));
        state.Count(record.Flow, before is null ? null : Rows.EntryOf(before).State, settlement.Entry.State);
        state.Afterwards.Remove(record);
        if (problems.Count > 0)
        {
            state.Afterwards[record] = (settlement.Entry, problems);
        }
    }

    private void RemoveFromInbox(LiteDatabase database, RecordRow row, Settlement settlement)
    {
        state.Pending.Take(row);
        foreach (var change in row.Changes.Where(change => change.Sequence <= settlement.Through))
        {
            database.Changes().Delete(change.Sequence);
        }

        row.Changes.RemoveAll(change => change.Sequence <= settlement.Through);
        if (row.Changes.Count == 0)
        {
            database.Records().Delete(RowKey.Of(row.Record));
            return;
        }

        row.MakePending(row.Changes[0].SeenAt.UtcTicks);
        row.KnownName = settlement.Entry.Name;
        state.Pending.Put(row);
        database.Records().Upsert(Rows.Of(row));
    }

    private static NamedValue ValueOf(BsonDocument row) =>
        new(row["_id"], row["value"], row["version"].AsInt64, row["by"], Rows.Instant(row["at"]));
}
