using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Computes what NetSuite computes: the lines' amounts, taxes, totals. A total that a client sends is not
/// used.</summary>
internal sealed class SaleAmounts(NetSuiteState state)
{
    /// <exception cref="RecordFault">There are no lines, or one has no item.</exception>
    public void Complete(JsonObject sale)
    {
        var lines = sale.Lines("item").ToList();
        if (lines.Count == 0)
        {
            throw RecordFault.User("You must enter at least one line item for this transaction.");
        }

        foreach (var (index, line) in lines.Index())
        {
            CompleteLine(line, index);
        }

        Total(sale, lines);
    }

    public static decimal Money(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private void CompleteLine(JsonObject line, int index)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"item.items[{index}]");
        var item = state.InFamily(RecordType.Items, line.Reference("item"))
            ?? throw new RecordFault(400, "USER_ERROR",
                "Error while accessing a resource. Please enter value(s) for: Item", path);
        var quantity = line.Number("quantity") ?? 1;
        var rate = line.Number("rate") ?? (line.Number("amount") is { } total && quantity != 0
            ? total / quantity
            : item.Fields.Number("basePrice") ?? 0);
        line["quantity"] = quantity;
        line["rate"] ??= JsonValue.Create(Money(rate));
        line["amount"] = Money(line.Number("amount") ?? (rate * quantity));
        line["isFulfillable"] = item.Fields.Text("isFulfillable") != "false";
    }

    private void Total(JsonObject sale, List<JsonObject> lines)
    {
        var subtotal = lines.Sum(line => line.Number("amount") ?? 0);
        var shipping = sale.Number("shippingCost") ?? 0;
        var carriageTax = Money(shipping * (sale.Number("shippingTax1Rate") ?? RateOf(sale, "shippingTaxCode")) / 100);
        var tax = sale.Flag("taxDetailsOverride")
            ? sale.Lines("taxDetails").Sum(detail => detail.Number("taxAmount") ?? 0)
            : carriageTax + lines.Sum(TaxOf);
        var rate = sale.Text("discountRate");
        var discount = rate is not null && rate.EndsWith('%') && decimal.TryParse(rate.TrimEnd('%'),
                NumberStyles.Float, CultureInfo.InvariantCulture, out var part)
            ? Money(subtotal * part / 100)
            : sale.Number("discountRate") ?? 0;
        sale["subtotal"] = Money(subtotal);
        sale["discountTotal"] = Money(discount);
        sale["taxTotal"] = Money(tax);
        sale["total"] = Money(subtotal + discount + tax + shipping + (sale.Number("handlingCost") ?? 0));
    }

    private decimal TaxOf(JsonObject line) =>
        Money((line.Number("amount") ?? 0) * (line.Number("taxRate1") ?? RateOf(line, "taxCode")) / 100);

    private decimal RateOf(JsonObject fields, string code) =>
        state.InFamily(RecordTypes.SalesTaxItem.Family, fields.Reference(code))?.Fields.Number("rate") ?? 0;
}
