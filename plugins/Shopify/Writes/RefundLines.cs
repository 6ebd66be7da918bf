using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Which lines of an order a refund takes back: named by <c>lineItem</c>, or by SKU where it stands on one
/// line only. Pure.</summary>
internal static class RefundLines
{
    private static readonly string[] Known = ["lineItem", "sku", "quantity", "restockType", "location"];

    public static (JsonArray? Lines, Plan? Wrong) Of(Record wanted, Record order)
    {
        var lines = new JsonArray();
        foreach (var line in wanted.ListOrEmpty("lines"))
        {
            if (Inputs.UnknownField(line, "a line of a refund", "lines", Known) is { } strange)
            {
                return (null, strange);
            }

            var known = order.List("lineItems.nodes").Where(each => line.TextOrNull("lineItem") is { } id
                ? each.Text("id") == id : each.TextOrNull("sku") == line.Text("sku")).ToArray();
            var sku = line.TextOrNull("sku") ?? line.TextOrNull("lineItem");
            if (known is not [var bought])
            {
                return (null, Plan.Wrong(known.Length == 0
                    ? $"{order.Text("name")} has no line {sku}"
                    : $"{order.Text("name")} has several lines of {sku}; name the one by its lineItem",
                    "no-such-line", "lines.sku", sku));
            }

            var quantity = line.Number("quantity");
            var left = bought.Number("refundableQuantity");
            if (quantity < 1 || decimal.Truncate(quantity) != quantity || quantity > left)
            {
                return (null, Plan.Wrong($"{order.Text("name")} has {left} of {sku} left to refund, not {quantity}",
                    "over-refund", "lines.quantity", sku));
            }

            lines.Add(Input(line, bought, (int)quantity));
        }

        return (lines, Inputs.NamedTwice(lines.Select(line => line!["lineItemId"]!.GetValue<string>()), "lines"));
    }

    // Whether goods go back to stock is never guessed: without a word they do not.
    private static JsonObject Input(Record line, Record bought, int quantity)
    {
        var input = new JsonObject
        {
            ["lineItemId"] = bought.Text("id"),
            ["quantity"] = quantity,
            ["restockType"] = line.TextOrNull("restockType") ?? "NO_RESTOCK",
        };
        if (line.TextOrNull("location") is { } location)
        {
            input["locationId"] = location;
        }

        return input;
    }
}
