using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>What an order comes to after its lines were edited: each line by its share of what it was placed with,
/// taxes included; what was added has no tax. What was paid stays, so the rest is outstanding.</summary>
internal sealed class EditedMoney(ShopState state)
{
    public void Recount(JsonObject order)
    {
        var lines = order["lineItems"]!.AsArray().Select(line => state.Find(line!["id"]!.GetValue<string>())!)
            .ToArray();
        var shippingTax = Money.Of(order["totalTaxSet"]) - lines.Where(IsPlaced).Sum(TaxOf);
        order["shippingTaxKept"] ??= Money.Text(shippingTax);
        var keptTax = order["shippingTaxKept"]!.Exact();
        var subtotal = lines.Sum(line => Share(line, Money.Of(line["discountedTotalSet"]) - SpreadOf(line)));
        var tax = lines.Sum(line => Share(line, TaxOf(line))) + keptTax;
        var total = subtotal + tax + Money.Of(order["totalShippingPriceSet"]);
        var received = Money.Of(order["totalReceivedSet"]);
        foreach (var (fields, amount) in new (string[], decimal)[]
        {
            (["subtotalPriceSet", "currentSubtotalPriceSet"], subtotal),
            (["totalTaxSet", "currentTotalTaxSet"], tax),
            (["totalPriceSet", "currentTotalPriceSet"], total),
            (["totalOutstandingSet"], Math.Max(0, total - received)),
        })
        {
            foreach (var field in fields)
            {
                order[field] = Money.Bag(amount, state.Options.Currency);
            }
        }

        order["fullyPaid"] = received >= total;
        if (order["displayFinancialStatus"]!.GetValue<string>() is "PAID" or "PARTIALLY_PAID")
        {
            order["displayFinancialStatus"] = received >= total ? "PAID" : "PARTIALLY_PAID";
        }
    }

    private static bool IsPlaced(JsonObject line) => line["addedByEdit"] is null;

    private static decimal Share(JsonObject line, decimal whole) =>
        Money.Cents(whole * line["currentQuantity"]!.Exact() / (line["placedQuantity"] ?? line["quantity"])!.Exact());

    private static decimal SpreadOf(JsonObject line) =>
        line["discountAllocations"]!.AsArray().Sum(each => Money.Of(each!["allocatedAmountSet"]))
        - Money.Of(line["totalDiscountSet"]);

    private static decimal TaxOf(JsonObject line) =>
        line["taxLines"]!.AsArray().Sum(each => Money.Of(each!["priceSet"]));
}
