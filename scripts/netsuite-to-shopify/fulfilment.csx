// NetSuite item fulfilment → Shopify fulfilment with tracking.
//
// Settings  shop             short name of the shop: tells its orders from those of other shops
//           notifyCustomer   true lets Shopify mail the customer (false)

if (!IsOfThisShop(source.TextOrNull("createdFrom.externalId") ?? "")) return Skip("the order is not of this shop");
if (source.Text("status") != "C")                                      return Skip("not shipped yet");

var lines = source.List("item.items")
    .Where(line => (line.NumberOrNull("quantity") ?? 0) > 0)
    .Select(line => new Record
    {
        ["sku"]      = line.Text("item.refName"),
        ["quantity"] = line.Number("quantity"),
    })
    .ToList();
if (lines.Count == 0) return Skip("nothing in it was shipped");

return new Record
{
    ["order"]          = Link("order", source.Text("createdFrom.id")),
    ["lines"]          = lines,
    ["tracking"]       = new Record
    {
        ["company"] = source.TextOrNull("shipCarrier"),
        ["numbers"] = source.ListOrEmpty("package.items").Select(box => box.TextOrNull("packageTrackingNumber"))
            .Where(number => number is not null).Distinct().ToList(),
    },
    ["notifyCustomer"] = Setting("notifyCustomer", "false") == "true",
};

// Only the order's number may follow: SHPFY-us-2-1001 is an order of the shop us-2, not of us.
bool IsOfThisShop(string order)
{
    var prefix = $"SHPFY-{Setting("shop")}-";
    return order.StartsWith(prefix, StringComparison.Ordinal) && order.Length > prefix.Length
        && order[prefix.Length..].All(char.IsAsciiDigit);
}
