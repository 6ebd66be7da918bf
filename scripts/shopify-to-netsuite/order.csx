// Shopify order → NetSuite sales order, to the cent.
// Lines go by SKU at the price the customer paid; discounts are taken off the lines they belong to; tax is one line of
// its own, so that NetSuite computes nothing that Shopify has computed already.
//
// Settings  shop         short name of the shop, part of every external id
//           timeZone     the shop's time zone: decides the order's date
//           taxItem      item that carries the tax (SHOPIFY-TAX)
//           since        the flow's own start: orders that were placed before it are left alone (none)
// Tables    currencies        ISO code → NetSuite currency, internal id
//           payment-methods   Shopify gateway → NetSuite payment option, internal id
#load "../lib/address.csx"

if (source.Flag("test"))         return Skip("test order");
if (source.Has("cancelledAt"))   return Skip("cancelled in Shopify");

var since = Setting("since", "");
if (since != "" && source.Instant("createdAt") < DateTimeOffset.Parse(since, CultureInfo.InvariantCulture))
{
    return Skip($"placed before this flow's start, {since}");
}

if (!source.Has("customer.id"))
{
    return Refuse("the order has no customer: give guests a customer in Shopify, then release");
}

var lines = source.List("lineItems.nodes").Where(line => line.Number("quantity") > 0).ToList();
if (lines.FirstOrDefault(line => Filled(line, "sku") is null) is { } nameless)
{
    return Refuse($"the line '{nameless.Text("title")}' has no SKU; give the product one, then release");
}

// Sent as it was placed, it would ship what was removed or refunded since.
const string ByHand = "was refunded or removed in Shopify; adjust the order in NetSuite by hand";
if (lines.FirstOrDefault(IsReduced) is { } reduced)
{
    return Refuse($"of {reduced.Number("quantity")} '{reduced.Text("title")}' {reduced.Number("currentQuantity")} "
        + $"are left: the rest {ByHand}");
}

if (source.Has("currentTotalPriceSet") && Shop("currentTotalPriceSet") != Shop("totalPriceSet"))
{
    return Refuse($"the order was {Shop("totalPriceSet")} and is {Shop("currentTotalPriceSet")}: a part {ByHand}");
}

var currency = source.Text("currencyCode");
var total    = Shop("totalPriceSet");
var tax      = Shop("totalTaxSet");
var shipping = source.ListOrEmpty("shippingLines.nodes").Sum(line => Amount(line, "discountedPriceSet"));
var tip      = Shop("totalTipReceivedSet");

// Prices that include tax would count it twice: what the lines cost without it is what is left.
var included = source.Flag("taxesIncluded") ? tax : 0m;
var goods    = lines.Sum(Paid);
var rest     = total - (goods + shipping + tip + tax - included);
if (rest != 0)
{
    return Refuse($"lines, shipping, tip and tax add up to {total - rest}, the order says {total}: "
        + "it has a part this mapping does not know");
}

Expect("total", total, currency);

var items = lines.Select(Line).ToList();
if (tax - included != 0)
{
    items.Add(Charge(Setting("taxItem", "SHOPIFY-TAX"), tax - included, "Tax collected by Shopify"));
}

if (tip != 0)
{
    items.Add(Charge(Setting("tipItem", "SHOPIFY-TIP"), tip, "Tip"));
}

return new Record
{
    ["externalId"]      = $"SHPFY-{Setting("shop")}-{source.Text("legacyResourceId")}",
    ["otherRefNum"]     = source.Text("name"),
    ["entity"]          = new Record { ["id"] = Link("customer", source.Text("customer.id")) },
    ["subsidiary"]      = new Record { ["id"] = Setting("subsidiary", "1") },
    ["tranDate"]        = source.Date("createdAt", zone: Setting("timeZone", "UTC")),
    ["currency"]        = new Record { ["id"] = Table("currencies", currency) },
    ["paymentOption"]   = Payment(),
    ["orderStatus"]     = new Record { ["id"] = "B" },
    ["memo"]            = source.TextOrNull("note"),
    ["email"]           = source.TextOrNull("email"),
    ["shippingCost"]    = shipping,
    ["shippingAddress"] = source.Has("shippingAddress") ? Address(source.Inner("shippingAddress")) : null,
    ["billingAddress"]  = source.Has("billingAddress") ? Address(source.Inner("billingAddress")) : null,
    ["custbody_shopify_order"] = source.Text("id"),
    ["item"]            = new Record { ["items"] = items },
};

// The price level -1 is "custom": the price the customer paid stands, whatever NetSuite's price list says.
Record Line(Record line) => new()
{
    ["item"]                 = new Record { ["id"] = Find("item", by: "itemId", line.Text("sku").Trim()) },
    ["quantity"]             = line.Number("quantity"),
    ["price"]                = new Record { ["id"] = "-1" },
    ["amount"]               = Paid(line),
    ["description"]          = line.Text("title"),
    ["custcol_shopify_line"] = line.Text("id"),
};

Record Charge(string itemId, decimal amount, string description) => new()
{
    ["item"]        = new Record { ["id"] = Find("item", by: "itemId", itemId) },
    ["quantity"]    = 1,
    ["price"]       = new Record { ["id"] = "-1" },
    ["amount"]      = amount,
    ["description"] = description,
};

Record Payment()
{
    // A gift card pays a part; what was paid with beside it is the method.
    var gateways = source.Texts("paymentGatewayNames");
    var gateway  = gateways.FirstOrDefault(name => name != "gift_card") ?? gateways.FirstOrDefault();
    return gateway is null ? null : new Record { ["id"] = Table("payment-methods", gateway) };
}

bool IsReduced(Record line) => line.Has("currentQuantity") && line.Number("currentQuantity") != line.Number("quantity");

// What a line cost after all discounts that fell on it.
decimal Paid(Record line) =>
    Amount(line, "originalTotalSet") - line.List("discountAllocations").Sum(part => Amount(part, "allocatedAmountSet"));

decimal Shop(string bag) => source.Has(bag) ? Amount(source, bag) : 0m;

decimal Amount(Record record, string bag) => record.Money($"{bag}.shopMoney.amount");
