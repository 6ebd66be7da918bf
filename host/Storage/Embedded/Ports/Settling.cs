using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>One settle on its way: its input is sealed by the caller's thread, the rest is decided.</summary>
internal sealed class Settling(LaneLease lease, Settlement settlement, IPayloadSeal seal) : Operation<SettleVerdict>
{
    private readonly byte[]? _input = PayloadBound.Sealed(settlement.Input, seal);
    private readonly Linking? _linking = settlement.Link is { } link ? new Linking(link) : null;

    public override void Needs(RowView rows, List<RowId> into)
    {
        if (_linking is not null)
        {
            into.AddRange(_linking.Needs(rows));
        }
    }

    protected override SettleVerdict Answered(Decision decision)
    {
        if (decision.State.ClaimedBy(lease, settlement.Record) is not { } row)
        {
            return SettleVerdict.Fenced;
        }

        var input = _input is null ? row.Input : decision.Unit.Keep(_input);
        decision.State.Pending.Take(row);
        decision.Tell(row, settlement.Entry.At, settlement.What, settlement.Text);
        row.Input = input;
        Enter(decision, row);
        RemoveFromInbox(decision, row);
        if (settlement.Link is { } link)
        {
            _linking!.Put(decision);
            var waiting = decision.State.Pending.WaitingFor(LinkDependency.BroughtBy(link));
            decision.Release(waiting, $"the {link.Name} it waits for has arrived", settlement.Entry.At);
        }

        return SettleVerdict.Settled;
    }

    private void Enter(Decision decision, RecordRow row)
    {
        var kind = row.Changes.FindLast(change => change.Sequence <= settlement.Through)?.Stored.Change.Kind;
        var problems = settlement.KeepsProblems && row.Entry is { } known ? known.Problems : settlement.Problems;
        var entry = new LedgerRow(
            settlement.Record, settlement.Entry, kind ?? ChangeKind.Upsert, problems, row.Told, row.Input);
        decision.Put(entry, isNew: row.KnownState is null);
        decision.Count(settlement.Record, row.KnownState, settlement.Entry.State);
        NameRow.Put(decision, settlement.Record, row.KnownName, settlement.Entry.Name);
        row.Entry = entry;
    }

    private void RemoveFromInbox(Decision decision, RecordRow row)
    {
        decision.Unspill(row);
        row.Changes.RemoveAll(change => change.Sequence <= settlement.Through);
        row.Intent = null;
        if (row.Changes.Count == 0)
        {
            decision.Remove(row);
            return;
        }

        row.MakePending(row.Changes[0].Stored.SeenAt.UtcTicks);
        row.Since = default;
        row.KnownName = settlement.Entry.Name;
        row.KnownState = settlement.Entry.State;
        decision.Put(row); // What is left may refer to frames before: it still began where it did.
    }
}
