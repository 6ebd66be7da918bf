using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Intake;

/// <summary>Looks at a part of a flow's feed without storing anything: what a rewind, a backfill or a plan would
/// read. It goes after all other work of the account.</summary>
internal sealed class FeedScan(FlowDefinition flow, IChangeFeed feed, Circuit circuit, IHistory history)
{
    /// <summary>Changes looked at, at most.</summary>
    public const int ChangesMost = 5000;

    private const int SampleMost = 10;
    private const int PagesMost = 100;
    private const int AskedAtOnce = 50;

    /// <summary>The newest change of each record from this instant on.</summary>
    public async Task<Scanned> ReadAsync(DateTimeOffset since, int most, CancellationToken cancel)
    {
        using var _ = WorkPriority.Cap(Priority.Backfill);
        var newest = new Dictionary<string, Change>();
        var cursor = Cursor.From(since);
        for (var pages = 0; pages < PagesMost && newest.Count < most; pages++)
        {
            var at = cursor;
            var page = await circuit.RunAsync(
                token => feed.ReadChangesAsync(flow.From.Entity, at, token), cancel);
            foreach (var change in page.Changes)
            {
                newest[change.Id] = change;
            }

            if (!page.HasMore)
            {
                return new Scanned([.. newest.Values.Take(most)], newest.Count <= most);
            }

            cursor = page.Next;
        }

        return new Scanned([.. newest.Values.Take(most)], false);
    }

    /// <summary>What the flow would read from this instant on, and what of it would be news.</summary>
    public async Task<RewindPreview> PreviewAsync(DateTimeOffset since, CancellationToken cancel)
    {
        var seen = await ReadAsync(since, ChangesMost, cancel);
        var fresh = await NewOfAsync(seen.Changes, cancel);
        return new RewindPreview(flow.Name, since, seen.Changes.Count, fresh.Count, seen.IsComplete,
            seen.Changes.Min(change => change.ChangedAt), seen.Changes.Max(change => change.ChangedAt),
            [.. fresh.Take(SampleMost).Select(change => change.Name ?? change.Id)]);
    }

    /// <summary>Those of them that the flow has not handled in this version.</summary>
    public async Task<IReadOnlyList<Change>> NewOfAsync(IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        var fresh = new List<Change>();
        foreach (var part in changes.Chunk(AskedAtOnce))
        {
            var known = await Task.WhenAll(part.Select(change => IsKnownAsync(change, cancel)));
            fresh.AddRange(part.Where((_, at) => !known[at]));
        }

        return fresh;
    }

    private async Task<bool> IsKnownAsync(Change change, CancellationToken cancel)
    {
        var record = FlowRouting.KeyOf(flow, change);
        var state = (await history.FindAsync(change.Id, cancel)).FirstOrDefault(found => found.Record == record);
        return change.Version.Length > 0 && state?.Entry?.SourceVersion == change.Version;
    }
}
