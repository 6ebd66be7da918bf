using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>Records by id, some at once: as many as the cost of one query allows.</summary>
internal sealed class NodeReader(GraphQlClient client)
{
    private const int OrdersAtOnce = 20;
    private const int CustomersAtOnce = 50;
    private const int LinePagesMost = 100;

    public async Task<IReadOnlyList<Found>> ReadAsync(string entity, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var (operation, most) = entity switch
        {
            ShopifyEntities.Order => ("OrdersByIds", OrdersAtOnce),
            ShopifyEntities.Customer => ("CustomersByIds", CustomersAtOnce),
            _ => throw new InvalidOperationException($"{entity} cannot be read by id"),
        };
        var found = new List<Found>(ids.Count);
        foreach (var part in ids.Chunk(most))
        {
            var answer = await client.QueryAsync(operation, new JsonObject
            {
                ["ids"] = new JsonArray([.. part.Select(id => (JsonNode?)JsonValue.Create(id))]),
            }, cancel);
            foreach (var node in NodesOf(answer))
            {
                var whole = entity == ShopifyEntities.Order ? await WithAllLinesAsync(node, cancel) : node;
                found.Add(new Found(whole.Text("id"), Stamp.Normal(whole.Text("updatedAt")), whole));
            }
        }

        return found;
    }

    // A record that does not exist, or is of another type, is null or empty in the list.
    private static IEnumerable<Record> NodesOf(Record answer)
    {
        for (var at = 0; answer.Has($"nodes.{at}") || at < CountOf(answer); at++)
        {
            if (answer.Has($"nodes.{at}.id"))
            {
                yield return answer.Inner($"nodes.{at}");
            }
        }
    }

    private static int CountOf(Record answer) => answer.Texts("nodes").Count;

    /// <summary>Reads on until an order has all its lines: a part of an order must never be mapped.</summary>
    private async Task<Record> WithAllLinesAsync(Record order, CancellationToken cancel)
    {
        if (!order.Flag("lineItems.pageInfo.hasNextPage"))
        {
            return order;
        }

        var whole = JsonNode.Parse(order.ToUtf8())!.AsObject();
        var lines = whole["lineItems"]!["nodes"]!.AsArray();
        var after = order.Text("lineItems.pageInfo.endCursor");
        for (var pages = 0; pages < LinePagesMost; pages++)
        {
            var answer = await client.QueryAsync("OrderLines", new JsonObject
            {
                ["id"] = order.Text("id"),
                ["after"] = after,
            }, cancel);
            answer.List("order.lineItems.nodes").ToList().ForEach(line => lines.Add(JsonNode.Parse(line.ToUtf8())));
            if (!answer.Flag("order.lineItems.pageInfo.hasNextPage"))
            {
                whole["lineItems"]!["pageInfo"]!["hasNextPage"] = false;
                return Record.Parse(whole.ToJsonString());
            }

            after = answer.Text("order.lineItems.pageInfo.endCursor");
        }

        throw new ShopifyFault(ShopifyFaultKind.Refused, $"{order.Text("name")} has more than {LinePagesMost * 100} lines");
    }
}
