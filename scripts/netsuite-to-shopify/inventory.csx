// NetSuite stock at a location → Shopify inventory level.
// What NetSuite calls available is what the shop may sell; a safety stock stays out of the shop.
//
// Settings  safetyStock   pieces held back per location (0)
// Tables    locations     NetSuite location, name → Shopify location, name

if (!source.Has("item.refName")) return Skip("the item has no name");

var location = source.Text("location.refName");
var free     = Math.Floor(source.NumberOrNull("quantityAvailable") ?? 0) - decimal.Parse(Setting("safetyStock", "0"));

return new Record
{
    ["inventoryItemId"] = Find("inventoryItem", by: "sku", source.Text("item.refName")),
    ["locationId"]      = Find("location", by: "name", Table("locations", location)),
    ["available"]       = Math.Max(0, free),
};
