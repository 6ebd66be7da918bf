using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>One append on its way: its payloads are sealed by the caller's thread, the rest is decided.</summary>
internal sealed class Appending : Operation<AppendAnswer>
{
    private readonly Append _append;
    private readonly StoreState _state;
    private readonly UInt128? _delivery;
    private readonly string[] _keys;
    private readonly byte[]?[] _payloads;

    public Appending(Append append, StoreState state, IPayloadSeal seal)
    {
        (_append, _state) = (append, state);
        _delivery = append.DeliveryKey is { } key ? DeliveryKeys.HashOf(key) : null;
        _keys = new string[append.Changes.Count];
        _payloads = new byte[]?[append.Changes.Count];
        var bytes = 0L;
        for (var at = 0; at < _keys.Length; at++)
        {
            var change = append.Changes[at];
            _keys[at] = RowKey.Of(change.Record);
            _payloads[at] = change.Change.Record is { } record ? seal.Seal(record.ToUtf8()) : null;
            bytes += _payloads[at]?.Length ?? 0;
        }

        PayloadBound.Check(append, bytes);
    }

    /// <summary>What the ledger knows of records that have nothing pending.</summary>
    public override void Needs(RowView rows, List<RowId> into)
    {
        for (var at = 0; at < _keys.Length; at++)
        {
            if (_state.Pending.Find(_keys[at]) is not { } row || NeedsEntry(row))
            {
                into.Add(Decision.LedgerOf(_keys[at]));
            }
        }
    }

    protected override AppendAnswer Answered(Decision decision)
    {
        var state = decision.State;
        if (_delivery is { } known && state.Deliveries.Has(known))
        {
            return new AppendAnswer(AppendVerdict.Duplicate, 0);
        }

        if (_append.Cursor is { } move && state.Cursors.GetValueOrDefault(move.Flow) != move.Expected)
        {
            return new AppendAnswer(AppendVerdict.CursorMoved, 0);
        }

        if (_delivery is { } delivery)
        {
            var at = _append.Changes.Count > 0 ? _append.Changes[0].SeenAt.UtcTicks : 0;
            state.Deliveries.Add(delivery, at);
            decision.Unit.Put(DeliveryRow.IdOf(delivery), SmallRows.Of(at, decision.Images));
        }

        if (_append.Cursor is { } next)
        {
            state.Cursors[next.Flow] = next.Next;
            decision.Unit.Put(new RowId(Table.Cursors, next.Flow), SmallRows.Of(next.Next, decision.Images));
        }

        var stored = 0;
        for (var at = 0; at < _append.Changes.Count; at++)
        {
            stored += Store(decision, _append.Changes[at], _keys[at], _payloads[at]) ? 1 : 0;
        }

        return new AppendAnswer(AppendVerdict.Stored, stored);
    }

    private static bool NeedsEntry(RecordRow row) => row.KnownState is not null && row.Entry is null;

    private static bool Store(Decision decision, NewChange change, string key, byte[]? payload)
    {
        var state = decision.State;
        var row = state.Pending.Find(key);
        var isNew = row is null;
        row ??= new RecordRow(change.Record, key, change.Lane)
        {
            DueTicks = change.SeenAt.UtcTicks,
            Began = decision.Unit.Position,
        };
        if (isNew || NeedsEntry(row))
        {
            Recall(row, decision.Ledger(row.Key), isNew);
        }

        if (IsKnown(change.Change, row))
        {
            return false;
        }

        var kept = new StoredChange(
            ++state.Sequence, Bare(change.Change), change.Origin, change.SeenAt);
        if (!isNew)
        {
            state.Pending.Take(row);
        }

        row.Changes.Add(new PendingChange(kept, payload is null ? null : decision.Unit.Keep(payload)));
        if (row.State is RowState.Held or RowState.Refused)
        {
            row.MakePending(change.SeenAt.UtcTicks);
        }

        decision.Tell(row, change.SeenAt, "seen", $"by {change.Origin}, version {change.Change.Version}");
        if (isNew)
        {
            decision.PutNew(row);
        }
        else
        {
            decision.Put(row);
        }

        return true;
    }

    private static Change Bare(Change change) => change.Record is null ? change : change with { Record = null };

    private static void Recall(RecordRow row, LedgerRow? entry, bool isNew)
    {
        row.Entry = entry;
        if (isNew && entry is not null)
        {
            row.KnownState = entry.Entry.State;
            row.KnownName = entry.Entry.Name;
            row.Told = entry.Told;
            row.Input = entry.Input;
        }
    }

    // A repeated hint: it waits already, or the ledger settled that very version last. That a record is gone is news
    // even when it carries the version that was settled; that it was there before it went is not.
    private static bool IsKnown(Change change, RecordRow row) => change.Version.Length > 0
        && ((row.Changes.Count > 0 && row.Has(change))
            || (row.Entry is { } entry && entry.Entry.SourceVersion == change.Version
            && (change.Kind == ChangeKind.Upsert || entry.Kind == ChangeKind.Delete)));
}
