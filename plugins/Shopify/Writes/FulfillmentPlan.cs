using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Which quantities of which fulfilment orders make a fulfilment: one step per location, since the shop takes
/// one location at a time. One location that has all goes before several that share it. Pure.</summary>
/// <param name="Steps">The <c>lineItemsByFulfillmentOrder</c> of each step.</param>
/// <param name="Missing">What cannot be fulfilled, or null.</param>
internal sealed record FulfillmentPlan(IReadOnlyList<JsonArray> Steps, FulfillmentPlan.Shortage? Missing)
{
    /// <summary>Plans what is wanted by SKU; all that is left when nothing is named.</summary>
    public static FulfillmentPlan For(OrderShipping shipping, IReadOnlyDictionary<string, long> wanted)
    {
        if (shipping.Open.Count == 0)
        {
            return new FulfillmentPlan([], new Shortage(NothingOpen(shipping), null));
        }

        if (wanted.Count == 0)
        {
            return new FulfillmentPlan([.. shipping.Open.GroupBy(each => each.Location).Select(Everything)], null);
        }

        var byLocation = shipping.Open.GroupBy(each => each.Location).Select(group => Take([.. group], wanted));
        var taking = byLocation.FirstOrDefault(each => each.Short is null) ?? Take(shipping.Open, wanted);
        return taking.Short is { } lack
            ? new FulfillmentPlan([], Lack(shipping, lack.Sku, wanted[lack.Sku], lack.Quantity))
            : new FulfillmentPlan([.. taking.Lines.GroupBy(each => each.Order.Location).Select(Part)], null);
    }

    private static Taking Take(IReadOnlyList<OpenFulfillmentOrder> open, IReadOnlyDictionary<string, long> wanted)
    {
        var lines = new List<TakenLine>();
        foreach (var (sku, quantity) in wanted)
        {
            var need = quantity;
            foreach (var (order, line) in open.SelectMany(order => order.Lines.Select(line => (order, line)))
                .Where(each => each.line.Sku == sku && each.line.Remaining > 0))
            {
                var taken = Math.Min(need, line.Remaining);
                need -= taken;
                if (taken > 0)
                {
                    lines.Add(new TakenLine(order, line.Id, taken));
                }
            }

            if (need > 0)
            {
                return new Taking(lines, (sku, need));
            }
        }

        return new Taking(lines, null);
    }

    private static JsonArray Everything(IEnumerable<OpenFulfillmentOrder> orders) =>
        [.. orders.Select(order => new JsonObject { ["fulfillmentOrderId"] = order.Id })];

    private static JsonArray Part(IEnumerable<TakenLine> lines) => [.. lines.GroupBy(line => line.Order.Id)
        .Select(group => new JsonObject
        {
            ["fulfillmentOrderId"] = group.Key,
            ["fulfillmentOrderLineItems"] = new JsonArray([.. group.Select(line =>
                new JsonObject { ["id"] = line.Id, ["quantity"] = line.Quantity })]),
        })];

    private static string NothingOpen(OrderShipping shipping) => shipping.Waiting.Count == 0
        ? $"{shipping.Name} has nothing left to fulfil: it was fulfilled or cancelled"
        : $"{shipping.Name} cannot be fulfilled now ({string.Join(", ", shipping.Waiting.Distinct())}); "
            + "release it in the shop";

    private static Shortage Lack(OrderShipping shipping, string sku, long wanted, long lack) => new(
        string.Create(
            CultureInfo.InvariantCulture, $"{shipping.Name} has {wanted - lack} of {sku} left to fulfil, not {wanted}"),
        sku);

    /// <summary>What stands in the way.</summary>
    internal sealed record Shortage(string Reason, string? Sku);

    private sealed record TakenLine(OpenFulfillmentOrder Order, string Id, long Quantity);

    private sealed record Taking(IReadOnlyList<TakenLine> Lines, (string Sku, long Quantity)? Short);
}
