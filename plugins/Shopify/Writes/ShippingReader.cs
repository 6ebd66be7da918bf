using System.Text.Json.Nodes;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Reads what of an order was shipped and may be shipped, whole: one query for an order of ordinary size, more
/// where a list goes on, since a fulfilment that is not seen would be made twice.</summary>
internal sealed class ShippingReader(GraphQlClient client)
{
    private const int FulfillmentsFirst = 10;
    private const int NumbersFirst = 10;
    private const int FulfillmentsMost = 250;
    private const int PagesMost = 50;
    private static readonly HashSet<string> Fallen = ["CANCELLED", "ERROR", "FAILURE"];

    /// <summary>The order's state, or null when there is no such order.</summary>
    public async Task<OrderShipping?> ReadAsync(string id, CancellationToken cancel)
    {
        var answer = await client.QueryAsync("FulfillmentState", new JsonObject { ["id"] = id }, cancel);
        if (answer.InnerOrNull("order") is not { } order)
        {
            return null;
        }

        var shipped = new List<Shipped>();
        foreach (var fulfillment in await FulfillmentsAsync(order, cancel))
        {
            shipped.Add(await ShippedAsync(fulfillment, cancel));
        }

        var (open, waiting) = (new List<OpenFulfillmentOrder>(), new List<string>());
        foreach (var candidate in await FulfillmentOrdersAsync(order, cancel))
        {
            if (candidate.List("supportedActions").Any(each => each.Text("action") == "CREATE_FULFILLMENT"))
            {
                open.Add(await OpenAsync(candidate, cancel));
            }
            else if (candidate.Text("status") is not ("CLOSED" or "CANCELLED") and var status)
            {
                waiting.Add(status);
            }
        }

        return new OrderShipping(order.Text("name"), shipped, open, waiting);
    }

    private async Task<IReadOnlyList<Record>> FulfillmentsAsync(Record order, CancellationToken cancel)
    {
        var first = order.List("fulfillments");
        if (first.Count < FulfillmentsFirst)
        {
            return [.. first.Where(Stands)];
        }

        // This list has no pages: where it may go on it is read again, longer.
        var answer = await client.QueryAsync(
            "FulfillmentsOfOrder", new JsonObject { ["id"] = order.Text("id") }, cancel);
        var all = answer.List("order.fulfillments");
        return all.Count < FulfillmentsMost
            ? [.. all.Where(Stands)]
            : throw new ShopifyFault(ShopifyFaultKind.Refused,
                $"{order.Text("name")} has {all.Count} fulfilments or more: ours could not be told from the others");
    }

    private async Task<IReadOnlyList<Record>> FulfillmentOrdersAsync(Record order, CancellationToken cancel)
    {
        var all = order.List("fulfillmentOrders.nodes").ToList();
        var page = order;
        for (var pages = 0; page.Flag("fulfillmentOrders.pageInfo.hasNextPage"); pages++)
        {
            Bound(pages, order.Text("name"));
            var variables = new JsonObject
            {
                ["id"] = order.Text("id"),
                ["after"] = page.Text("fulfillmentOrders.pageInfo.endCursor"),
            };
            page = (await client.QueryAsync("FulfillmentOrderPage", variables, cancel)).Inner("order");
            all.AddRange(page.List("fulfillmentOrders.nodes"));
        }

        return all;
    }

    private async Task<OpenFulfillmentOrder> OpenAsync(Record candidate, CancellationToken cancel) => new(
        candidate.Text("id"),
        candidate.TextOrNull("assignedLocation.location.id") ?? "",
        [.. (await LinesAsync(candidate, candidate.Text("id"), "lineItems", "FulfillmentOrderLines", "fulfillmentOrder",
                cancel))
            .Select(line => new OpenLine(
                line.Text("id"), line.TextOrNull("sku")?.Trim() ?? "", (long)line.Number("remainingQuantity")))]);

    private async Task<Shipped> ShippedAsync(Record fulfillment, CancellationToken cancel)
    {
        var whole = fulfillment;
        if (!fulfillment.Has("trackingInfo") || fulfillment.List("trackingInfo").Count >= NumbersFirst)
        {
            var variables = new JsonObject { ["id"] = fulfillment.Text("id"), ["after"] = null };
            whole = (await client.QueryAsync("FulfillmentLines", variables, cancel)).Inner("fulfillment");
        }

        var id = fulfillment.Text("id");
        var lines = await LinesAsync(whole, id, "fulfillmentLineItems", "FulfillmentLines", "fulfillment", cancel);
        var tracking = whole.List("trackingInfo");
        return new Shipped(
            id,
            Stamp.Normal(fulfillment.Text("updatedAt")),
            tracking.Select(each => each.TextOrNull("number")?.Trim() ?? "")
                .Where(number => number.Length > 0).ToHashSet(StringComparer.Ordinal),
            tracking.Count == 0 ? null : tracking[0].TextOrNull("company"),
            lines.GroupBy(line => line.TextOrNull("lineItem.sku")?.Trim() ?? "", StringComparer.Ordinal).ToDictionary(
                group => group.Key, group => group.Sum(line => (long)line.Number("quantity")), StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<Record>> LinesAsync(
        Record owner, string id, string list, string operation, string root, CancellationToken cancel)
    {
        var all = owner.List($"{list}.nodes").ToList();
        var page = owner;
        for (var pages = 0; page.Flag($"{list}.pageInfo.hasNextPage"); pages++)
        {
            Bound(pages, root);
            var variables = new JsonObject
            {
                ["id"] = id,
                ["after"] = page.Text($"{list}.pageInfo.endCursor"),
            };
            page = (await client.QueryAsync(operation, variables, cancel)).Inner(root);
            all.AddRange(page.List($"{list}.nodes"));
        }

        return all;
    }

    private static bool Stands(Record fulfillment) => !Fallen.Contains(fulfillment.Text("status"));

    private static void Bound(int pages, string what)
    {
        if (pages >= PagesMost)
        {
            throw new ShopifyFault(ShopifyFaultKind.Refused, $"{what} has more than {PagesMost} pages of lines");
        }
    }
}
