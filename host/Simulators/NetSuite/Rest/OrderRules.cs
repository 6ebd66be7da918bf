using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>What NetSuite adds to a sales order when it is saved: defaults, amounts, totals, the status.</summary>
internal sealed class OrderRules(NetSuiteState state)
{
    /// <exception cref="RecordFault">The order cannot be saved.</exception>
    public void Complete(JsonObject order, DateOnly today)
    {
        if (order["entity"] is null)
        {
            throw RecordFault.User("Please enter value(s) for: Customer");
        }

        var lines = order.Lines("item").ToList();
        if (lines.Count == 0)
        {
            throw RecordFault.User("You must enter at least one line item for this transaction.");
        }

        order["tranDate"] ??= today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        order["subsidiary"] ??= JsonFields.ReferenceTo("1", "Parent Company");
        DefaultCurrency(order);
        foreach (var (index, line) in lines.Index())
        {
            CompleteLine(line, index);
        }

        Total(order, lines);
        SetStatus(order, StatusOf(order, lines));
    }

    /// <summary>The letter of the order's status as its lines stand.</summary>
    public static string StatusOf(JsonObject order, IReadOnlyList<JsonObject> lines)
    {
        var given = order.Reference("orderStatus") ?? "B";
        if (given is not ("B" or "D" or "E" or "F"))
        {
            return given;
        }

        var shipped = lines.Sum(line => line.Number("quantityFulfilled") ?? 0);
        return shipped == 0 ? "B" : lines.All(line => Open(line) == 0) ? "F" : "D";
    }

    /// <summary>How many of a line are still to be shipped.</summary>
    public static decimal Open(JsonObject line) => line.Flag("isClosed") || line.Text("isFulfillable") == "false"
        ? 0
        : Math.Max(0, (line.Number("quantity") ?? 0) - (line.Number("quantityFulfilled") ?? 0));

    public static void SetStatus(JsonObject order, string letter)
    {
        order["orderStatus"] = JsonFields.ReferenceTo(letter, NameOf(letter));
        order["status"] = JsonFields.ReferenceTo(letter, NameOf(letter));
    }

    private void DefaultCurrency(JsonObject order)
    {
        if (order["currency"] is not null)
        {
            return;
        }

        var customer = state.InFamily(RecordTypes.Customer.Family, order.Reference("entity"));
        var currency = state.InFamily(RecordTypes.Currency.Family, customer?.Fields.Reference("currency"))
            ?? state.Family(RecordTypes.Currency.Family).FirstOrDefault();
        if (currency is not null)
        {
            order["currency"] = JsonFields.ReferenceTo(
                currency.Id.ToString(CultureInfo.InvariantCulture),
                NetSuiteState.RefName(currency));
        }
    }

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

    private static void Total(JsonObject order, List<JsonObject> lines)
    {
        var subtotal = lines.Sum(line => line.Number("amount") ?? 0);
        var tax = lines.Sum(line => Money((line.Number("amount") ?? 0) * (line.Number("taxRate1") ?? 0) / Percent));
        var rate = order.Text("discountRate");
        var discount = rate is not null && rate.EndsWith('%') && decimal.TryParse(rate.TrimEnd('%'),
                NumberStyles.Float, CultureInfo.InvariantCulture, out var part)
            ? Money(subtotal * part / Percent)
            : order.Number("discountRate") ?? 0;
        var carriage = (order.Number("shippingCost") ?? 0) + (order.Number("handlingCost") ?? 0);
        var carriageTax = Money(
            (order.Number("shippingCost") ?? 0) * (order.Number("shippingTax1Rate") ?? 0) / Percent);
        order["subtotal"] = Money(subtotal);
        order["discountTotal"] = Money(discount);
        order["taxTotal"] = Money(tax + carriageTax);
        order["total"] = Money(subtotal + discount + tax + carriage + carriageTax);
    }

    private static decimal Money(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static string NameOf(string letter) => letter switch
    {
        "A" => "Pending Approval",
        "B" => "Pending Fulfillment",
        "C" => "Cancelled",
        "D" => "Partially Fulfilled",
        "E" => "Pending Billing/Partially Fulfilled",
        "F" => "Pending Billing",
        "G" => "Billed",
        _ => "Closed",
    };

    private const int Percent = 100;
}
