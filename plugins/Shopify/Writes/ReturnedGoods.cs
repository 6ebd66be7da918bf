using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What becomes of goods that came back: on the shelf of a location, or not. Never guessed: a line that does
/// not say it is processed without. Pure.</summary>
internal static class ReturnedGoods
{
    private const string Restocked = "RESTOCKED";
    private static readonly HashSet<string> Known = [Restocked, "NOT_RESTOCKED", "MISSING", "PROCESSING_REQUIRED"];

    public static bool AreTold(IEnumerable<Record> lines) => lines.Any(line => line.Has("disposition"));

    /// <summary>Why what the lines say cannot be, whatever stands; or null.</summary>
    public static Plan? Unfit(IEnumerable<Record> lines)
    {
        foreach (var line in lines.Where(line => line.Has("disposition")))
        {
            var type = line.Text("disposition");
            if (!Known.Contains(type))
            {
                return Wrong($"'{type}' is no disposition; there are {string.Join(", ", Known)}",
                    "processed.disposition", type);
            }

            if (type == Restocked && !line.Has("location"))
            {
                return Wrong("goods are put back to stock at a location: name it", "processed.location");
            }
        }

        return null;
    }

    /// <summary>Puts the dispositions into the lines of the call; gives why that cannot be, or null.</summary>
    /// <param name="input">The lines of the call, in the order of <paramref name="lines"/>.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="goods">The return with what is on its way back.</param>
    public static Plan? Put(JsonArray input, IReadOnlyList<OpenReturnLine> lines, Record goods)
    {
        var parcels = goods.List("reverseFulfillmentOrders.nodes");
        if (goods.Flag("reverseFulfillmentOrders.pageInfo.hasNextPage")
            || parcels.Any(parcel => parcel.Flag("lineItems.pageInfo.hasNextPage")))
        {
            return Wrong("the return has more lines on their way back than are read", "processed");
        }

        var coming = parcels.SelectMany(parcel => parcel.List("lineItems.nodes")).ToArray();
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Asked.TextOrNull("disposition") is not { } type)
            {
                continue;
            }

            var (dispositions, left) = Dispositions(lines[at], type, coming);
            if (left > 0)
            {
                return Wrong("fewer of these goods are on their way back than are to be processed", "processed",
                    lines[at].Asked.TextOrNull("sku"));
            }

            input[at]!["dispositions"] = dispositions;
        }

        return null;
    }

    private static (JsonArray Made, int Left) Dispositions(
        OpenReturnLine line, string type, IReadOnlyList<Record> coming)
    {
        var (made, left) = (new JsonArray(), line.Missing);
        foreach (var one in coming.Where(each => each.TextOrNull("fulfillmentLineItem.id")
            == line.Standing.TextOrNull("fulfillmentLineItem.id")))
        {
            var undisposed = (int)(one.Number("totalQuantity")
                - one.List("dispositions").Sum(each => each.Number("quantity")));
            if (Math.Min(left, undisposed) is > 0 and var taken)
            {
                left -= taken;
                made.Add(new JsonObject
                {
                    ["reverseFulfillmentOrderLineItemId"] = one.Text("id"),
                    ["dispositionType"] = type,
                    ["quantity"] = taken,
                    ["locationId"] = line.Asked.TextOrNull("location"),
                });
            }
        }

        return (made, left);
    }

    private static Plan Wrong(string reason, string field, string? value = null) =>
        Plan.Wrong(reason, "invalid-disposition", field, value);
}
