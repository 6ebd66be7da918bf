using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Changes by <c>updated_at</c>, oldest first. A poll begins a little before the newest change seen, because
/// the shop's search lags; each page then begins where the last one ended, so that the service's bound of 25,000
/// records per list is never met. The service's own page cursor is used only inside a burst of equal stamps.</summary>
internal sealed class UpdatedFeed(ShopifyOptions options, GraphQlClient client)
{
    public async Task<ChangePage> ReadAsync(string entity, Cursor after, CancellationToken cancel)
    {
        var list = ListOf(entity);
        var place = after.Since is { } since ? FeedPlace.Start(since) : FeedPlace.Parse(after.Value);
        var from = place.ReadFrom(TimeSpan.FromSeconds(options.OverlapSeconds));
        var answer = await PageAsync(list, from, place.Page, cancel);
        var changes = answer.List($"{list.Field}.nodes").Select(node => ChangeOf(entity, node, list.Name)).ToArray();
        var more = answer.Flag($"{list.Field}.pageInfo.hasNextPage");
        var last = changes.Select(change => change.ChangedAt!.Value).Append(from).Max();
        var next = more
            ? place.ReadOn(from, last, answer.Text($"{list.Field}.pageInfo.endCursor"))
            : place.Rest(last);
        return new ChangePage(changes, new Cursor(next.ToString()), more);
    }

    private async Task<Record> PageAsync(
        FeedList list, DateTimeOffset from, string? page, CancellationToken cancel)
    {
        var variables = new JsonObject
        {
            ["first"] = options.PageSize,
            ["after"] = page,
            ["query"] = $"updated_at:>='{Stamp.Of(from)}'",
        };
        try
        {
            return await client.QueryAsync(list.Operation, variables, cancel);
        }
        catch (ShopifyFault fault) when (page is not null && fault.Kind == ShopifyFaultKind.Refused
            && fault.Message.Contains("cursor", StringComparison.OrdinalIgnoreCase))
        {
            // The page cursor has grown old: the burst is read again from its beginning, repeats are dropped.
            variables["after"] = null;
            return await client.QueryAsync(list.Operation, variables, cancel);
        }
    }

    private static FeedList ListOf(string entity) => entity switch
    {
        ShopifyEntities.Order => new FeedList("OrdersChanged", "orders", "name"),
        ShopifyEntities.Customer => new FeedList("CustomersChanged", "customers", "displayName"),
        _ => throw new InvalidOperationException($"there is no change feed for {entity}"),
    };

    private static Change ChangeOf(string entity, Record node, string name)
    {
        var stamp = node.Text("updatedAt");
        return new Change(entity, node.Text("id"), Stamp.Normal(stamp))
        {
            Name = node.TextOrNull(name),
            ChangedAt = Stamp.Parse(stamp),
        };
    }

    private sealed record FeedList(string Operation, string Field, string Name);
}
