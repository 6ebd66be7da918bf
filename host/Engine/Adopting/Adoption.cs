using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Adopting;

/// <summary>A pair that is to be linked walks through the inbox like a change, so that it is linked in its turn among
/// the changes of its record, and once. Here it is settled: linked, and nothing written.</summary>
internal sealed class Adoption(FlowDefinition flow, IInbox inbox, ILedger ledger, TimeProvider time)
{
    /// <summary>The origin of such a change.</summary>
    public const string Origin = "link";

    /// <summary>The change that carries a pair.</summary>
    public static Change ChangeOf(FlowDefinition flow, LinkPair pair, string version) =>
        new(flow.From.Entity, pair.Id, "")
        {
            Name = pair.Name,
            Record = new Record
            {
                ["entity"] = pair.TargetEntity,
                ["id"] = pair.TargetId,
                ["by"] = pair.By,
                ["version"] = version,
            },
        };

    /// <summary>Settles the pairs among these and answers the records that are left to be handled.</summary>
    public async Task<IReadOnlyList<ClaimedRecord>> SettleAsync(
        LaneLease lease, IReadOnlyList<ClaimedRecord> claimed, CancellationToken cancel)
    {
        if (!claimed.Any(record => record.Changes.Any(IsPair)))
        {
            return claimed;
        }

        var left = new List<ClaimedRecord>();
        foreach (var record in claimed)
        {
            if (!record.Changes.Any(IsPair))
            {
                left.Add(record);
            }
            else
            {
                await SettleAsync(lease, record, cancel);
            }
        }

        return left;
    }

    private async Task SettleAsync(LaneLease lease, ClaimedRecord claimed, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (claimed.Changes.LastOrDefault(change => !IsPair(change)) is { } other)
        {
            // Settled together with the pair it would be gone: it comes once more, behind it.
            var lane = new NewChange(
                claimed.Record, lease.Lane, other.Change with { Version = "", Record = null }, other.Origin, now);
            await inbox.AppendAsync(new Append([lane]), cancel);
        }

        var pair = claimed.Changes.Last(IsPair).Change.Record!;
        var name = claimed.Newest.Change.Name ?? claimed.Record.Id;
        var (entity, id) = (pair.Text("entity"), pair.Text("id"));
        var linked = claimed.Entry is { TargetId.Length: > 0 };
        var entry = linked ? claimed.Entry! : new LedgerEntry(
            EntryState.Written, name, pair.TextOrNull("version") ?? "", "", entity, id, "", "", now);
        var link = linked ? null : new Link(flow.Link,
            new LinkEnd(flow.From.Connection, claimed.Record.Entity, claimed.Record.Id),
            new LinkEnd(flow.To.Connection, entity, id));
        var text = linked
            ? $"it is linked with {entry.TargetEntity} {entry.TargetId} already"
            : $"linked with {flow.To.Connection}/{entity} {id}, found by {pair.Text("by")}; nothing was written";
        await ledger.SettleAsync(lease, new Settlement(claimed.Record, claimed.Newest.Sequence, entry, link, text)
        {
            What = "linked",
            KeepsProblems = true,
        }, cancel);
    }

    private static bool IsPair(StoredChange change) => change.Origin == Origin;
}
