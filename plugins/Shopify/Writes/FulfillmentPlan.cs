using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Which quantities of which fulfilment orders make a fulfilment. Pure.</summary>
/// <param name="Parts">The <c>lineItemsByFulfillmentOrder</c> of the input.</param>
/// <param name="Missing">What cannot be fulfilled, or null.</param>
internal sealed record FulfillmentPlan(JsonArray Parts, FulfillmentPlan.Shortage? Missing)
{
    public static FulfillmentPlan For(Record order, Record wanted)
    {
        var open = order.List("fulfillmentOrders.nodes")
            .Where(candidate => candidate.List("supportedActions").Any(action => action.Text("action") == "CREATE_FULFILLMENT"))
            .ToArray();
        var lines = wanted.ListOrEmpty("lines");
        if (open.Length == 0)
        {
            return new FulfillmentPlan([], new Shortage(
                $"{order.Text("name")} has no open fulfilment order: it was fulfilled, cancelled or is on hold", ""));
        }

        return lines.Count == 0 ? Everything(open) : Allocate(order, open, lines);
    }

    private static FulfillmentPlan Everything(Record[] open)
    {
        var location = LocationOf(open[0]);
        return new FulfillmentPlan(
            [.. open.Where(candidate => LocationOf(candidate) == location)
                .Select(candidate => new JsonObject { ["fulfillmentOrderId"] = candidate.Text("id") })], null);
    }

    private static FulfillmentPlan Allocate(Record order, Record[] open, IReadOnlyList<Record> lines)
    {
        var left = open.SelectMany(candidate => candidate.List("lineItems.nodes").Select(line => new OpenLine(
            candidate.Text("id"), line.Text("id"), line.TextOrNull("sku") ?? "", line.Number("remainingQuantity")))).ToArray();
        foreach (var line in lines)
        {
            var (sku, need) = (line.Text("sku"), line.Number("quantity"));
            foreach (var candidate in left.Where(candidate => candidate.Sku == sku && need > 0))
            {
                var taken = Math.Min(need, candidate.Remaining - candidate.Taken);
                candidate.Taken += taken;
                need -= taken;
            }

            if (need > 0)
            {
                return new FulfillmentPlan([], new Shortage(
                    $"{order.Text("name")} has {line.Number("quantity") - need:0.##} of {sku} left to fulfil, not {line.Text("quantity")}", sku));
            }
        }

        return new FulfillmentPlan([.. left.Where(line => line.Taken > 0).GroupBy(line => line.Order)
            .Select(group => new JsonObject
            {
                ["fulfillmentOrderId"] = group.Key,
                ["fulfillmentOrderLineItems"] = new JsonArray([.. group.Select(line =>
                    new JsonObject { ["id"] = line.Id, ["quantity"] = (long)line.Taken })]),
            })], null);
    }

    private static string? LocationOf(Record candidate) => candidate.TextOrNull("assignedLocation.location.id");

    /// <summary>What stands in the way.</summary>
    internal sealed record Shortage(string Reason, string Sku);

    private sealed class OpenLine(string order, string id, string sku, decimal remaining)
    {
        public string Order { get; } = order;

        public string Id { get; } = id;

        public string Sku { get; } = sku;

        public decimal Remaining { get; } = remaining;

        public decimal Taken { get; set; }
    }
}
