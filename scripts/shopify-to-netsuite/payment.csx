// Shopify transaction → NetSuite customer deposit on the order's sales order, to the cent.
// What was captured or sold is money; an authorisation is not yet, and a refund has its own flow.
//
// Settings  shop             short name of the shop, part of every external id
//           timeZone         the shop's time zone: decides the deposit's date
//           depositAccount   bank account, internal id; undeposited funds where it is empty
// Tables    currencies        ISO code → NetSuite currency, internal id
//           payment-methods   Shopify gateway → NetSuite payment option, internal id

var kind = source.Text("kind");
if (source.Flag("test"))                 return Skip("test payment");
if (kind is not ("SALE" or "CAPTURE"))   return Skip($"{kind.ToLowerInvariant()}: no money came in by it");
if (source.Text("status") != "SUCCESS")  return Skip($"not paid: {source.Text("status").ToLowerInvariant()}");

if (!source.Has("order.customer.id"))
{
    return Refuse("the order has no customer: give guests a customer in Shopify, then release");
}

var amount   = source.Money("amountSet.shopMoney.amount");
var currency = source.Text("amountSet.shopMoney.currencyCode");
if (amount == 0) return Skip("nothing was paid");

Expect("total", amount, currency);

var deposit = new Record
{
    ["externalId"]    = $"SHPFY-{Setting("shop")}-T{source.Text("id").Split('/').Last()}",
    ["customer"]      = new Record { ["id"] = Link("customer", source.Text("order.customer.id")) },
    ["salesOrder"]    = new Record { ["id"] = Link("order", source.Text("order.id")) },
    ["payment"]       = amount,
    ["currency"]      = new Record { ["id"] = Table("currencies", currency) },
    ["paymentOption"] = new Record { ["id"] = Table("payment-methods", source.Text("gateway")) },
    ["tranDate"]      = source.Date("processedAt", zone: Setting("timeZone", "UTC")),
    ["memo"]          = $"{source.Text("order.name")} {source.Text("gateway")}",
};

var account = Setting("depositAccount", "");
if (account == "")
{
    deposit["undepFunds"] = new Record { ["id"] = "T" };
}
else
{
    deposit["account"] = new Record { ["id"] = account };
}

return deposit;
