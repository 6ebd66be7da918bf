using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>Records by a field. The search is generous (it ignores case and may match parts), so what comes back is compared
/// exactly.</summary>
internal sealed class FieldFinder(GraphQlClient client)
{
    private const int ValuesAtOnce = 40;
    private const int NodesMost = 250;
    private const int PagesMost = 20;

    public Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel) => (entity, field) switch
        {
            (ShopifyEntities.InventoryItem, "sku") =>
                SearchAsync("InventoryItemsBySku", "inventoryItems", "sku", "sku", values, cancel),
            (ShopifyEntities.Customer, "email") => SearchAsync(
                "CustomersByEmail", "customers", "email", "defaultEmailAddress.emailAddress", values, cancel),
            (ShopifyEntities.Order, "name") => SearchAsync("OrdersByName", "orders", "name", "name", values, cancel),
            (ShopifyEntities.Location, "name") => LocationsAsync(values, cancel),
            _ => throw new InvalidOperationException($"{entity} cannot be found by {field}"),
        };

    private async Task<IReadOnlyList<Match>> SearchAsync(string operation, string list, string searched, string path,
        IReadOnlyList<string> values, CancellationToken cancel)
    {
        var matches = new List<Match>();
        foreach (var part in values.Chunk(ValuesAtOnce))
        {
            var answer = await client.QueryAsync(operation, new JsonObject
            {
                ["first"] = NodesMost,
                ["query"] = string.Join(" OR ", part.Select(value => $"{searched}:'{Escaped(value)}'")),
            }, cancel);
            if (answer.Flag($"{list}.pageInfo.hasNextPage"))
            {
                throw new ShopifyFault(ShopifyFaultKind.Refused,
                    $"{client.Shop} has more than {NodesMost} {list} for {part.Length} values of {searched}");
            }

            matches.AddRange(answer.List($"{list}.nodes")
                .Where(node => part.Contains(node.TextOrNull(path)?.Trim()))
                .Select(node => new Match(node.Text(path).Trim(), node.Text("id"), VersionOf(node))));
        }

        return matches;
    }

    // A shop has few locations and they cannot be searched by name.
    private async Task<IReadOnlyList<Match>> LocationsAsync(IReadOnlyList<string> names, CancellationToken cancel)
    {
        var matches = new List<Match>();
        string? after = null;
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var answer = await client.QueryAsync(
                "Locations", new JsonObject { ["first"] = NodesMost, ["after"] = after }, cancel);
            matches.AddRange(answer.List("locations.nodes")
                .Where(node => names.Contains(node.Text("name")))
                .Select(node => new Match(node.Text("name"), node.Text("id"), "")));
            if (!answer.Flag("locations.pageInfo.hasNextPage"))
            {
                return matches;
            }

            after = answer.Text("locations.pageInfo.endCursor");
        }

        throw new ShopifyFault(ShopifyFaultKind.Refused, $"{client.Shop} has more than {PagesMost * NodesMost} locations");
    }

    private static string VersionOf(Record node) =>
        node.TextOrNull("updatedAt") is { } stamp ? Stamp.Normal(stamp) : "";

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("'", "\\'", StringComparison.Ordinal);
}
