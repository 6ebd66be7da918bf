using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage;

namespace IntegrationHost.Crash.Reference;

/// <summary>The ledger as its port describes it, in memory.</summary>
internal sealed class ReferenceLedger(ReferenceState state) : ILedger
{
    public Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel) =>
        Task.FromResult(Settle(lease, settlement));

    public Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel)
    {
        if (state.InHandsOf(lease, intent.Record) is null)
        {
            throw new StaleLeaseException(lease.Lane);
        }

        state.Intents[intent.Record] = intent;
        state.Tell(intent.Record, intent.At, "intent", "");
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<Link>> LinksAsync(IReadOnlyList<LinkSide> sides, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Link>>(
            [.. sides.Select(side => state.Links.GetValueOrDefault(side)).OfType<Link>()]);

    public Task<IReadOnlyDictionary<RecordKey, LedgerEntry>> EntriesAsync(
        IReadOnlyList<RecordKey> records, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<RecordKey, LedgerEntry>>(records.Distinct().Where(state.Settled.ContainsKey)
            .ToDictionary(record => record, record => state.Settled[record].Entry));

    public Task<Cursor?> CursorAsync(string flow, CancellationToken cancel) =>
        Task.FromResult(state.Cursors.GetValueOrDefault(flow));

    public Task<IReadOnlyList<NamedValue>> ValuesAsync(string prefix, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<NamedValue>>(
            [.. state.Values.Values.Where(value => value.Name.StartsWith(prefix, StringComparison.Ordinal))]);

    public Task<bool> PutValueAsync(NamedValue value, long expectedVersion, CancellationToken cancel)
    {
        if ((state.Values.GetValueOrDefault(value.Name)?.Version ?? 0) != expectedVersion)
        {
            return Task.FromResult(false);
        }

        state.Values[value.Name] = value with { Version = expectedVersion + 1 };
        return Task.FromResult(true);
    }

    private SettleVerdict Settle(LaneLease lease, Settlement settlement)
    {
        if (state.InHandsOf(lease, settlement.Record) is not { } row)
        {
            return SettleVerdict.Fenced;
        }

        var (record, at) = (settlement.Record, settlement.Entry.At);
        var covered = row.Changes.FindLast(change => change.Sequence <= settlement.Through);
        var known = state.Settled.GetValueOrDefault(record)?.Problems;
        state.Settled[record] = new SettledRecord(
            settlement.Entry,
            covered?.Change.Kind ?? ChangeKind.Upsert,
            settlement.KeepsProblems && known is not null ? known : settlement.Problems);
        Remove(row, settlement.Through);
        state.Intents.Remove(record);
        if (!settlement.Input.IsEmpty)
        {
            state.Inputs[record] = settlement.Input;
        }

        if (settlement.Link is { } link)
        {
            Put(link);
            var brought = LinkDependency.BroughtBy(link).ToArray();
            var waiting = state.Waiting.Values
                .Where(other => other.Parked is not null && other.WaitsFor.Any(brought.Contains));
            state.Release(waiting, link.Name, at);
        }

        state.Tell(record, at, settlement.What, settlement.Text);
        return SettleVerdict.Settled;
    }

    private void Remove(WaitingRecord row, long through)
    {
        row.Changes.RemoveAll(change => change.Sequence <= through);
        if (row.Changes.Count == 0)
        {
            state.Waiting.Remove(row.Record);
        }
        else
        {
            row.StartAnew(row.Changes[0].SeenAt);
            row.Since = default;
        }
    }

    private void Put(Link link)
    {
        var (fromA, fromB) = SidesOf(link);
        if (state.Links.TryGetValue(fromA, out var former) && former.B.Id != link.B.Id)
        {
            var back = SidesOf(former).FromB;
            if (state.Links.TryGetValue(back, out var partner) && partner.B.Id == link.A.Id)
            {
                state.Links.Remove(back);
                if (NewestOf(former, fromA) is { } stayed)
                {
                    state.Links[back] = stayed with { A = stayed.B, B = stayed.A };
                }
            }
        }

        state.Links[fromA] = link;
        state.Linked.Remove(fromA);
        state.Linked.Add(fromA);
        state.Links[fromB] = link with { A = link.B, B = link.A };
    }

    // Of the others that share the partner of a pair.
    private Link? NewestOf(Link pair, LinkSide but) => state.Linked.FindLast(side => side != but
        && state.Links.TryGetValue(side, out var other) && other.Name == pair.Name && other.B == pair.B) is { } newest
        ? state.Links[newest]
        : null;

    private static (LinkSide FromA, LinkSide FromB) SidesOf(Link link) => (
        new LinkSide(link.Name, link.A.Connection, link.A.Id, link.B.Connection),
        new LinkSide(link.Name, link.B.Connection, link.B.Id, link.A.Connection));
}
