using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Changes by <c>updated_at</c>. A read begins a little before the newest change seen, pages to the end with the
/// service's own page cursor, and only then moves on; the overlap is read again and dropped by the host.</summary>
internal sealed class UpdatedFeed(ShopifyOptions options, GraphQlClient client)
{
    public async Task<ChangePage> ReadAsync(string entity, Cursor after, CancellationToken cancel)
    {
        var (operation, field, name) = entity switch
        {
            ShopifyEntities.Order => ("OrdersChanged", "orders", "name"),
            ShopifyEntities.Customer => ("CustomersChanged", "customers", "displayName"),
            _ => throw new InvalidOperationException($"there is no change feed for {entity}"),
        };
        var place = after.Since is { } since ? FeedPlace.Start(since) : FeedPlace.Parse(after.Value);
        var from = place.ReadFrom(TimeSpan.FromSeconds(options.OverlapSeconds));
        var answer = await client.QueryAsync(operation, new JsonObject
        {
            ["first"] = options.PageSize,
            ["after"] = place.Page,
            ["query"] = $"updated_at:>='{Stamp.Of(from)}'",
        }, cancel);
        var changes = answer.List($"{field}.nodes").Select(node => ChangeOf(entity, node, name)).ToArray();
        var more = answer.Flag($"{field}.pageInfo.hasNextPage");
        var newest = changes.Select(change => change.ChangedAt!.Value).Append(place.Newest).Max();
        var next = more
            ? place with { Newest = newest, From = from, Page = answer.Text($"{field}.pageInfo.endCursor") }
            : new FeedPlace(place.Since, newest, null, null);
        return new ChangePage(changes, new Cursor(next.ToString()), more);
    }

    private static Change ChangeOf(string entity, Record node, string name)
    {
        var stamp = node.Text("updatedAt");
        return new Change(entity, node.Text("id"), Stamp.Normal(stamp))
        {
            Name = node.TextOrNull(name),
            ChangedAt = Stamp.Parse(stamp),
        };
    }
}
