// Shopify refund → NetSuite cash refund or credit memo, by what NetSuite has billed, to the cent.
// A cash sale is paid back by a cash refund, an invoice by a credit memo. What is not billed yet waits for a person.
//
// Settings  shop             short name of the shop, part of every external id
//           timeZone         the shop's time zone: decides the document's date
//           taxItem          item that carries the tax (SHOPIFY-TAX)
//           adjustmentItem   item for what was refunded beside the lines (SHOPIFY-ADJUSTMENT)
// Reads     cashSales        cashSale by createdFrom, over the link of the order
//           invoices         invoice by createdFrom, over the link of the order

var total    = source.Money("totalRefundedSet.shopMoney.amount");
var currency = source.Text("totalRefundedSet.shopMoney.currencyCode");
if (total == 0) return Skip("nothing was paid back");

if (source.ListOrEmpty("transactions.nodes").Any(each => each.Text("status") is "PENDING" or "AWAITING_RESPONSE"))
{
    return Skip("the money is not paid back yet");
}

var order    = source.Text("order.id");
var cashSales = Read("cashSales")?.List("records");
var invoices  = Read("invoices")?.List("records");
if (cashSales is null || invoices is null)
{
    // The order is not in NetSuite yet: its arrival goes on with the refund.
    return To("creditMemo", new Record { ["createdFrom"] = new Record { ["id"] = Link("order", order) } });
}

var bills = cashSales.Count + invoices.Count;
if (bills == 0)
{
    return Refuse("the order is not billed in NetSuite: take off it what was refunded, or bill it; then release");
}

if (bills > 1)
{
    return Refuse($"the order is billed by {bills} documents: refund the right one by hand, then skip this");
}

var lines    = source.ListOrEmpty("refundLineItems.nodes").ToList();
var goods    = lines.Sum(line => Amount(line, "subtotalSet"));
var shipping = source.ListOrEmpty("refundShippingLines.nodes").Sum(line => Amount(line, "subtotalAmountSet"));
var taxes    = lines.Sum(line => Amount(line, "totalTaxSet"))
    + source.ListOrEmpty("refundShippingLines.nodes").Sum(line => Amount(line, "taxAmountSet"));

// Where prices include the tax it is in the lines already.
var isIncluded = total == goods + shipping && taxes != 0;
var tax        = isIncluded ? 0m : taxes;
var beside     = total - goods - shipping - tax;
if (beside != 0 && source.ListOrEmpty("orderAdjustments.nodes").Count == 0)
{
    return Refuse($"lines, shipping and tax add up to {total - beside}, the refund says {total}: "
        + "it has a part this mapping does not know");
}

Expect("total", total, currency);

var items = lines.Select(line => new Record
{
    ["custcol_shopify_line"] = line.Text("lineItem.id"),
    ["item"]                 = new Record { ["id"] = Find("item", by: "itemId", line.Text("lineItem.sku").Trim()) },
    ["quantity"]             = line.Number("quantity"),
    ["amount"]               = Amount(line, "subtotalSet"),
}).ToList();
if (tax != 0)    items.Add(Charge(Setting("taxItem", "SHOPIFY-TAX"), tax, "Tax refunded by Shopify"));
if (beside != 0) items.Add(Charge(Setting("adjustmentItem", "SHOPIFY-ADJUSTMENT"), beside, "Adjustment"));

var isCash = cashSales.Count == 1;
return To(isCash ? "cashRefund" : "creditMemo", new Record
{
    ["externalId"]   = $"SHPFY-{Setting("shop")}-R{source.Text("legacyResourceId")}",
    ["createdFrom"]  = new Record
    {
        ["id"]   = (isCash ? cashSales : invoices)[0].Text("id"),
        ["type"] = isCash ? "cashSale" : "invoice",
    },
    ["tranDate"]     = source.Date("createdAt", zone: Setting("timeZone", "UTC")),
    ["memo"]         = $"{source.Text("order.name")} {source.TextOrNull("note")}".Trim(),
    ["shippingCost"] = shipping,
    ["item"]         = new Record { ["items"] = items },
});

Record Charge(string itemId, decimal amount, string description) => new()
{
    ["item"]        = new Record { ["id"] = Find("item", by: "itemId", itemId) },
    ["quantity"]    = 1,
    ["amount"]      = amount,
    ["description"] = description,
};

decimal Amount(Record record, string bag) => record.Has(bag) ? record.Money($"{bag}.shopMoney.amount") : 0m;
