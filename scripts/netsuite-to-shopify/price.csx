// NetSuite price → price of a Shopify variant.
// Of an item's prices the one counts that has the level and the currency of the shop and holds from the first piece on.
//
// Settings  priceLevel     NetSuite price level, name (Base Price)
//           compareLevel   price level whose price is shown crossed out, or empty (none)
//           currency       ISO code of the shop (USD)

if (!source.Has("item.refName")) return Skip("the item has no name");

var price = At(Setting("priceLevel", "Base Price"));
if (price is null)
{
    return Skip($"no {Setting("currency", "USD")} price at the level {Setting("priceLevel", "Base Price")}");
}

var variant = new Record
{
    ["id"]    = Find("variant", by: "sku", source.Text("item.refName")),
    ["price"] = price,
};

var level = Setting("compareLevel", "");
if (level != "")
{
    // Only a higher price is a reduction.
    variant["compareAtPrice"] = At(level) is { } before && before > price ? before : null;
}

return variant;

decimal? At(string name) => source.ListOrEmpty("price.items")
    .Where(row => row.TextOrNull("priceLevel.refName") == name
        && row.TextOrNull("currency.refName") == Setting("currency", "USD")
        && (row.NumberOrNull("quantity") ?? 0) <= 1)
    .Select(row => row.NumberOrNull("price"))
    .FirstOrDefault(amount => amount is not null);
