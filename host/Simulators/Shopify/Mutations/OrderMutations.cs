using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Orders: the few fields that may change after an order was placed, its cancellation, and the money taken for
/// it.</summary>
internal sealed class OrderMutations(ShopState state)
{
    private const string CancelErrors = "orderCancelUserErrors";

    private static readonly TimeSpan CancellingTakes = TimeSpan.FromSeconds(1);

    private static readonly string[] Changeable =
        ["note", "tags", "email", "phone", "poNumber", "customAttributes"];

    public JsonObject Update(JsonObject input)
    {
        if (state.Find(input["id"]!.GetValue<string>()) is not { } order)
        {
            return Payload.Wrong(["id"], "Order does not exist");
        }

        foreach (var field in Changeable.Where(input.ContainsKey))
        {
            order[field] = input[field]?.DeepClone();
        }

        if (input["shippingAddress"] is JsonObject address)
        {
            order["shippingAddress"] = Addresses.Of(state, address);
        }

        state.Touch(order, "orders/updated");
        return Payload.Of("order", order);
    }

    public JsonObject MarkAsPaid(JsonObject input)
    {
        if (state.Find(input["id"]!.GetValue<string>()) is not { } order)
        {
            return Payload.Wrong(["id"], "Order does not exist");
        }

        if (order["displayFinancialStatus"]!.GetValue<string>() is not ("PENDING" or "AUTHORIZED" or "PARTIALLY_PAID"))
        {
            return Payload.Wrong(["id"], "Order cannot be marked as paid.");
        }

        Take(order, Money.Of(order["totalPriceSet"]) - Money.Of(order["totalReceivedSet"]), "SALE", "manual", null);
        return Payload.Of("order", order);
    }

    public JsonObject Pay(JsonObject arguments)
    {
        if (state.Find(arguments["id"]!.GetValue<string>()) is not { } order)
        {
            return Payload.Wrong(["id"], "Order does not exist", "ORDER_NOT_FOUND");
        }

        var amount = arguments["amount"]?["amount"]?.Exact() ?? Money.Of(order["totalOutstandingSet"]);
        if (amount <= 0 || amount > Money.Of(order["totalOutstandingSet"]))
        {
            return Payload.Wrong(["amount"], "Amount exceeds the outstanding balance", "INVALID");
        }

        Take(order, amount, "SALE", arguments["paymentMethodName"]?.GetValue<string>() ?? "manual", null);
        return Payload.Of("order", order);
    }

    public JsonObject Capture(JsonObject input)
    {
        if (state.Find(input["id"]!.GetValue<string>()) is not { } order)
        {
            return Payload.Wrong(["input", "id"], "Order does not exist");
        }

        var parent = state.Find(input["parentTransactionId"]!.GetValue<string>());
        if (parent?["kind"]?.GetValue<string>() != "AUTHORIZATION")
        {
            return Payload.Wrong(null, "Unable to find parent transaction");
        }

        var amount = input["amount"]!.Exact();
        if (amount <= 0)
        {
            return Payload.Wrong(null, "Amount must be greater than zero for capture transactions");
        }

        if (input["currency"]?.GetValue<string>() != state.Options.Currency)
        {
            return Payload.Wrong(
                ["currency"], $"Currency Currency must match parent transaction {state.Options.Currency}");
        }

        if (amount > Money.Of(order["totalCapturableSet"]))
        {
            return Payload.Wrong(null, "Cannot capture more than the authorized "
                + $"{Money.Text(Money.Of(parent["amountSet"]))} for this payment.");
        }

        if (input["finalCapture"] is not null && parent["gateway"]!.GetValue<string>() != "shopify_payments")
        {
            return Payload.Wrong(null, "Setting final capture is not supported for this transaction's payment gateway. "
                + "Please remove the parameter or set it to null, then try again.");
        }

        var taken = Take(order, amount, "CAPTURE", parent["gateway"]!.GetValue<string>(), parent);
        return Payload.Of("transaction", taken);
    }

    /// <summary>The service cancels in a job, which ends a moment after the answer.</summary>
    public JsonObject Cancel(JsonObject arguments)
    {
        if (state.Find(arguments["orderId"]!.GetValue<string>()) is not { } order)
        {
            return Payload.Wrong(["orderId"], "Order does not exist", "NOT_FOUND", CancelErrors);
        }

        if (order["cancelledAt"] is not null || order["isBeingCancelled"] is not null)
        {
            return Payload.Wrong(["orderId"], "Order has already been cancelled", "INVALID", CancelErrors);
        }

        order["isBeingCancelled"] = true;
        var job = state.Later(CancellingTakes, () => Cancelled(order, arguments));
        return new JsonObject { ["job"] = job["id"]!.DeepClone(), [CancelErrors] = new JsonArray() };
    }

    private void Cancelled(JsonObject order, JsonObject arguments)
    {
        order.Remove("isBeingCancelled");
        order["cancelledAt"] = state.Now();
        order["cancelReason"] = arguments["reason"]!.DeepClone();
        foreach (var open in order["fulfillmentOrders"]!.AsArray().Select(id => state.Find(id!.GetValue<string>())!))
        {
            open["status"] = "CLOSED";
            open["supportedActions"] = new JsonArray();
        }

        if (arguments["refundMethod"]?["originalPaymentMethodsRefund"]?.GetValue<bool>() == true)
        {
            new RefundDesk(state).GiveBackAll(order);
        }

        state.Touch(order, "orders/cancelled");
    }

    private JsonObject Take(JsonObject order, decimal amount, string kind, string gateway, JsonObject? parent)
    {
        var (now, currency) = (state.Now(), state.Options.Currency);
        var taken = state.Add("OrderTransaction", new JsonObject
        {
            ["kind"] = kind,
            ["status"] = "SUCCESS",
            ["gateway"] = gateway,
            ["formattedGateway"] = gateway,
            ["createdAt"] = now,
            ["processedAt"] = now,
            ["amountSet"] = Money.Bag(amount, currency),
            ["parentTransaction"] = parent?["id"]?.DeepClone(),
            ["order"] = order["id"]!.DeepClone(),
        });
        order["transactions"]!.AsArray().Add(taken["id"]!.DeepClone());
        var received = Money.Of(order["totalReceivedSet"]) + amount;
        var total = Money.Of(order["totalPriceSet"]);
        order["totalReceivedSet"] = Money.Bag(received, currency);
        order["netPaymentSet"] = Money.Bag(received - Money.Of(order["totalRefundedSet"]), currency);
        order["totalOutstandingSet"] = Money.Bag(total - received, currency);
        if (parent is not null)
        {
            order["totalCapturableSet"] = Money.Bag(Money.Of(order["totalCapturableSet"]) - amount, currency);
        }

        order["fullyPaid"] = received >= total;
        order["displayFinancialStatus"] = received >= total ? "PAID" : "PARTIALLY_PAID";
        state.Tell("order_transactions/create", taken);
        state.Touch(order, "orders/updated");
        return taken;
    }
}
