using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>Refunds of an order: what the shop suggests for some lines, and the record of one that was made, with its
/// transactions and what it does to the order.</summary>
internal sealed class RefundDesk(ShopState state)
{
    private static readonly HashSet<string> Paid = ["SALE", "CAPTURE"];

    /// <summary>What refunding these lines and this shipping comes to, by the line's share of its discounts and
    /// taxes.</summary>
    public JsonObject Suggest(JsonObject order, JsonArray lines, decimal shipping)
    {
        var shares = lines.Select(line => Share(line!.AsObject())).ToArray();
        var (subtotal, tax) = (shares.Sum(share => share.Subtotal), shares.Sum(share => share.Tax));
        return new JsonObject
        {
            ["amountSet"] = Bag(subtotal + tax + shipping),
            ["subtotalSet"] = Bag(subtotal),
            ["totalTaxSet"] = Bag(tax),
            ["refundLineItems"] = new JsonArray([.. lines.Select(line => new JsonObject
            {
                ["lineItem"] = line!["lineItemId"]!.DeepClone(),
                ["quantity"] = line["quantity"]!.DeepClone(),
                ["restockType"] = line["restockType"]?.DeepClone() ?? "NO_RESTOCK",
                ["location"] = line["locationId"]?.DeepClone(),
            })]),
            ["suggestedTransactions"] = Suggested(order, subtotal + tax + shipping),
        };
    }

    /// <summary>Makes a refund; the input is right already.</summary>
    public JsonObject Make(JsonObject order, JsonObject input)
    {
        var now = state.Now();
        var lines = (input["refundLineItems"]?.AsArray() ?? []).Select(line => line!.AsObject()).ToArray();
        var refund = state.Add("Refund", new JsonObject
        {
            ["createdAt"] = now,
            ["processedAt"] = input["processedAt"]?.DeepClone() ?? now,
            ["updatedAt"] = now,
            ["note"] = input["note"]?.DeepClone(),
            ["order"] = order["id"]!.DeepClone(),
            ["refundLineItems"] = new JsonArray([.. lines.Select(Line)]),
            ["refundShippingLines"] = new JsonArray(),
            ["orderAdjustments"] = new JsonArray(),
            ["duties"] = new JsonArray(),
            ["transactions"] = new JsonArray(),
        });
        var total = (input["transactions"]?.AsArray() ?? [])
            .Sum(transaction => Transact(order, refund, transaction!.AsObject(), now));
        foreach (var credit in (input["refundMethods"]?.AsArray() ?? [])
            .Select(method => method!["storeCreditRefund"]).OfType<JsonObject>())
        {
            total += credit["amount"]!["amount"]!.Exact();
        }

        refund["totalRefundedSet"] = Bag(total);
        order["refunds"]!.AsArray().Add(refund["id"]!.DeepClone());
        Book(order, total);
        state.Touch(refund, "refunds/create");
        state.Touch(order, "orders/updated");
        return refund;
    }

    /// <summary>Gives back all that was paid, as a cancellation does.</summary>
    public void GiveBackAll(JsonObject order)
    {
        var suggested = Suggested(order, Money.Of(order["totalReceivedSet"]) - Money.Of(order["totalRefundedSet"]));
        Make(order, new JsonObject
        {
            ["transactions"] = new JsonArray([.. suggested.Select(each => new JsonObject
            {
                ["parentId"] = each!["parentTransaction"]!.DeepClone(),
                ["gateway"] = each["gateway"]!.DeepClone(),
                ["amount"] = each["amountSet"]!["shopMoney"]!["amount"]!.DeepClone(),
            })]),
        });
    }

    private JsonArray Suggested(JsonObject order, decimal amount)
    {
        var left = amount;
        var suggested = new JsonArray();
        foreach (var paid in order["transactions"]!.AsArray().Select(id => state.Find(id!.GetValue<string>())!)
            .Where(each => Paid.Contains(each["kind"]!.GetValue<string>())))
        {
            var part = Math.Min(left, Money.Of(paid["amountSet"]) - RefundedOf(order, paid));
            if (part <= 0)
            {
                continue;
            }

            left -= part;
            suggested.Add(new JsonObject
            {
                ["gateway"] = paid["gateway"]!.DeepClone(),
                ["kind"] = "SUGGESTED_REFUND",
                ["parentTransaction"] = paid["id"]!.DeepClone(),
                ["amountSet"] = Bag(part),
            });
        }

        return suggested;
    }

    /// <summary>What was given back of a payment.</summary>
    public decimal RefundedOf(JsonObject order, JsonObject paid) => order["transactions"]!.AsArray()
        .Select(id => state.Find(id!.GetValue<string>())!)
        .Where(each => each["kind"]!.GetValue<string>() == "REFUND"
            && each["parentTransaction"]?.GetValue<string>() == paid["id"]!.GetValue<string>())
        .Sum(each => Money.Of(each["amountSet"]));

    private JsonObject Line(JsonObject input)
    {
        var (line, quantity) = (LineOf(input), (int)input["quantity"]!.Whole());
        var share = Share(input);
        line["refundableQuantity"] = line["refundableQuantity"]!.GetValue<int>() - quantity;
        line["currentQuantity"] = line["currentQuantity"]!.GetValue<int>() - quantity;
        var restock = input["restockType"]?.GetValue<string>() ?? "NO_RESTOCK";
        return new JsonObject
        {
            ["id"] = $"gid://shopify/RefundLineItem/{state.NextNumber()}",
            ["quantity"] = quantity,
            ["restockType"] = restock,
            ["restocked"] = restock is "RETURN" or "CANCEL",
            ["location"] = input["locationId"]?.DeepClone(),
            ["lineItem"] = line["id"]!.DeepClone(),
            ["priceSet"] = Bag(Money.Cents(share.Subtotal / quantity)),
            ["subtotalSet"] = Bag(share.Subtotal),
            ["totalTaxSet"] = Bag(share.Tax),
        };
    }

    private decimal Transact(JsonObject order, JsonObject refund, JsonObject input, string now)
    {
        var amount = input["amount"]!.Exact();
        var made = state.Add("OrderTransaction", new JsonObject
        {
            ["kind"] = "REFUND",
            ["status"] = "SUCCESS",
            ["gateway"] = input["gateway"]?.DeepClone(),
            ["formattedGateway"] = input["gateway"]?.DeepClone(),
            ["createdAt"] = now,
            ["processedAt"] = now,
            ["amountSet"] = Bag(amount),
            ["parentTransaction"] = input["parentId"]?.DeepClone(),
            ["order"] = order["id"]!.DeepClone(),
        });
        refund["transactions"]!.AsArray().Add(made["id"]!.DeepClone());
        order["transactions"]!.AsArray().Add(made["id"]!.DeepClone());
        state.Tell("order_transactions/create", made);
        return amount;
    }

    private void Book(JsonObject order, decimal total)
    {
        var refunded = Money.Of(order["totalRefundedSet"]) + total;
        var received = Money.Of(order["totalReceivedSet"]);
        order["totalRefundedSet"] = Bag(refunded);
        order["netPaymentSet"] = Bag(received - refunded);
        order["displayFinancialStatus"] = refunded >= received ? "REFUNDED" : "PARTIALLY_REFUNDED";
    }

    private (decimal Subtotal, decimal Tax) Share(JsonObject input)
    {
        var (line, part) = (LineOf(input), input["quantity"]!.Exact());
        var whole = line["quantity"]!.Exact();
        var spread = line["discountAllocations"]!.AsArray().Sum(each => Money.Of(each!["allocatedAmountSet"]))
            - Money.Of(line["totalDiscountSet"]);
        var tax = line["taxLines"]!.AsArray().Sum(each => Money.Of(each!["priceSet"]));
        return (Money.Cents((Money.Of(line["discountedTotalSet"]) - spread) * part / whole),
            Money.Cents(tax * part / whole));
    }

    private JsonObject LineOf(JsonObject input) => state.Find(input["lineItemId"]!.GetValue<string>())
        ?? throw new ArgumentException("there is no such line");

    private JsonObject Bag(decimal amount) => Money.Bag(amount, state.Options.Currency);
}
