using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Changes by <c>updated_at</c>, oldest first. A poll begins a little before the newest change seen, because
/// the shop's search lags; each page then begins where the last one ended, so that the service's bound of 25,000
/// records per list is never met. The service's own page cursor is used only inside a burst of equal stamps. What the
/// API has no list of is derived from the records it belongs to. At the end of a poll come the deletions, where the
/// shop tells of them.</summary>
internal sealed class UpdatedFeed(ShopifyOptions options, GraphQlClient client, ILogger log)
{
    private const string TooMuch = "MAX_COST_EXCEEDED";
    private const int ChangesMost = 1000;

    private readonly ChildReader _children = new(client);
    private readonly DeletionFeed _deletions = new(client, log);
    private readonly ConcurrentDictionary<string, int> _pageMost = new();

    public async Task<ChangePage> ReadAsync(string entity, Cursor after, CancellationToken cancel)
    {
        var list = FeedList.Of(entity);
        var place = after.Since is { } since ? FeedPlace.Start(since) : FeedPlace.Parse(after.Value);
        var overlap = TimeSpan.FromSeconds(options.OverlapSeconds);
        var from = place.ReadFrom(list.LookBack > overlap ? list.LookBack : overlap);
        while (true)
        {
            var first = Math.Min(_pageMost.GetValueOrDefault(entity, list.PageMost), options.PageSize);
            try
            {
                var page = await PageAsync(list, from, place.Page, first, cancel);
                var changes = await ChangesAsync(entity, list, page.Nodes, place.Since, cancel);
                if (changes.Count <= ChangesMost || first == 1)
                {
                    return await WithDeletionsAsync(
                        entity, list, Page(list, place, from, page, changes), overlap, cancel);
                }
            }
            catch (ShopifyFault fault) when (fault.Code == TooMuch && first > 1)
            {
                // It is asked for in smaller parts.
            }

            _pageMost[entity] = first / 2;
        }
    }

    private async Task<ChangePage> WithDeletionsAsync(
        string entity, FeedList list, ChangePage page, TimeSpan overlap, CancellationToken cancel)
    {
        if (page.HasMore || list.DeletedAs is not { } subject)
        {
            return page;
        }

        var place = FeedPlace.Parse(page.Next.Value);
        var gone = await _deletions.ReadIfAllowedAsync(entity, subject, place.ReadGoneFrom(overlap), cancel);
        return gone.Count == 0 ? page : page with
        {
            Changes = [.. page.Changes, .. gone],
            Next = new Cursor(place.WithGone(gone.Select(each => each.ChangedAt!.Value)).ToString()),
        };
    }

    private static ChangePage Page(
        FeedList list, FeedPlace place, DateTimeOffset from, Listed page, IReadOnlyList<Change> changes)
    {
        var last = page.Nodes.Select(node => Stamp.Parse(node.Text(list.Stamp))).Append(from).Max();
        var next = page.EndCursor is { } end ? place.ReadOn(from, last, end) : place.Rest(last);
        return new ChangePage(changes, new Cursor(next.ToString()), page.EndCursor is not null);
    }

    private async Task<Listed> PageAsync(
        FeedList list, DateTimeOffset from, string? page, int first, CancellationToken cancel)
    {
        var variables = new JsonObject
        {
            ["first"] = first,
            ["after"] = page,
            ["query"] = $"{list.Term}:>='{Stamp.Of(from)}'",
        };
        try
        {
            return Listed.In(await client.QueryAsync(list.Operation, variables, cancel), list.List);
        }
        catch (ShopifyFault fault) when (page is not null && fault.Kind == ShopifyFaultKind.Refused
            && fault.Message.Contains("cursor", StringComparison.OrdinalIgnoreCase))
        {
            // The page cursor has grown old: the burst is read again from its beginning, repeats are dropped.
            variables["after"] = null;
            return Listed.In(await client.QueryAsync(list.Operation, variables, cancel), list.List);
        }
    }

    private async Task<IReadOnlyList<Change>> ChangesAsync(string entity, FeedList list, IReadOnlyList<Record> nodes,
        DateTimeOffset since, CancellationToken cancel)
    {
        if (list.Children is not { } children)
        {
            return [.. nodes.Select(node => ChangeOf(
                entity, node, node.TextOrNull(list.Name), list.Group is { } path ? node.TextOrNull(path) : null))];
        }

        var changes = new List<Change>();
        foreach (var parent in nodes)
        {
            // An old payment of an order that changed today is history, which a new flow does not move.
            changes.AddRange((await _children.ReadAsync(parent, children, cancel))
                .Where(child => Versions.ChangedAt(entity, child) >= since)
                .Select(child => ChangeOf(entity, child,
                    (children.Name is { } name ? child.TextOrNull(name) : null) ?? parent.TextOrNull(list.Name),
                    parent.Text("id"))));
        }

        return changes;
    }

    private static Change ChangeOf(string entity, Record node, string? name, string? group) =>
        new(entity, node.Text("id"), Versions.Of(entity, node))
        {
            Name = name,
            GroupKey = group,
            ChangedAt = Versions.ChangedAt(entity, node),
        };
}
