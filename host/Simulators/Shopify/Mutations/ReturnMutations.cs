using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Returns: a request is approved or declined; what came back is processed, what is sent in
/// exchange with it, and money given back.</summary>
internal sealed class ReturnMutations(ShopState state)
{
    public JsonObject Approve(JsonObject input) => Decide(input, "OPEN", "returns/approve");

    public JsonObject Decline(JsonObject input) => Decide(input, "DECLINED", "returns/decline");

    public JsonObject Process(JsonObject input)
    {
        if (state.Find(input["returnId"]!.GetValue<string>()) is not { } known)
        {
            return Missing("returnId");
        }

        if (known["status"]!.GetValue<string>() != "OPEN")
        {
            return Payload.Wrong(["returnId"], "Return is not open.", "INVALID_STATE");
        }

        var (returned, exchanged) = (Lines(input, "returnLineItems"), Lines(input, "exchangeLineItems"));
        foreach (var (field, lines) in new[] { ("returnLineItems", returned), ("exchangeLineItems", exchanged) })
        {
            if (lines.Any(each => each.Line is null || each.Quantity > each.Line["processableQuantity"]!.Whole()))
            {
                return Payload.Wrong([field], "Quantity exceeds the processable quantity.", "INVALID");
            }
        }

        var order = state.Find(known["order"]!.GetValue<string>())!;
        var goods = new ReturnGoods(state);
        if ((goods.Refuse(input) ?? Refund(known, order, input)) is { } wrong)
        {
            return wrong;
        }

        goods.Dispose(input);

        foreach (var (line, quantity) in returned.Concat(exchanged))
        {
            line!["processedQuantity"] = (int)line["processedQuantity"]!.Whole() + quantity;
            line["processableQuantity"] = (int)line["processableQuantity"]!.Whole() - quantity;
            line["unprocessedQuantity"] = (int)line["unprocessedQuantity"]!.Whole() - quantity;
        }

        foreach (var (line, _) in exchanged)
        {
            new OrderDesk(state).OpenFulfillmentOrder(
                order, [state.Find(line!["lineItems"]![0]!.GetValue<string>())!], state.All("Location")[0],
                state.Now());
        }

        return Changed(known, "returns/process");
    }

    /// <summary>What processing lines comes to: given back, or owed for an exchange.</summary>
    public JsonObject Suggest(JsonObject known, JsonObject arguments)
    {
        var order = state.Find(known["order"]!.GetValue<string>())!;
        var lines = Lines(arguments, "returnLineItems").Select(each => new JsonObject
        {
            ["lineItemId"] = BoughtIn(each.Line!), ["quantity"] = each.Quantity,
        });
        var suggested = new RefundDesk(state).Suggest(
            order, new JsonArray([.. lines]), Shipping(order, arguments["refundShipping"]));
        var owed = Lines(arguments, "exchangeLineItems").Sum(each => each.Quantity * Money.Of(
            state.Find(each.Line!["lineItems"]![0]!.GetValue<string>())!["originalUnitPriceSet"]));
        var amount = Money.Of(suggested["amountSet"]) - owed;
        return new JsonObject
        {
            ["financialTransfer"] = amount == 0 ? null : new JsonObject
            {
                ["__typename"] = amount > 0 ? "RefundReturnOutcome" : "InvoiceReturnOutcome",
                ["amount"] = Money.Bag(Math.Abs(amount), state.Options.Currency),
            },
        };
    }

    private JsonObject? Refund(JsonObject known, JsonObject order, JsonObject input)
    {
        if (input["financialTransfer"]?["issueRefund"] is not JsonObject transfer)
        {
            return null;
        }

        var transactions = new JsonArray([.. transfer["orderTransactions"]!.AsArray().Select(each => new JsonObject
        {
            ["parentId"] = each!["parentId"]!.DeepClone(),
            ["gateway"] = state.Find(each["parentId"]!.GetValue<string>())?["gateway"]?.DeepClone(),
            ["amount"] = each["transactionAmount"]!["amount"]!.DeepClone(),
        })]);
        var asked = transactions.Sum(each => each!["amount"]!.Exact());
        if (asked > Money.Of(order["netPaymentSet"]))
        {
            return Payload.Wrong(["financialTransfer", "issueRefund"],
                $"Refund amount ${Money.Text(asked)} is greater than net payment received "
                    + $"${Money.Text(Money.Of(order["netPaymentSet"]))}", "INVALID");
        }

        var made = new RefundDesk(state).Make(order, new JsonObject
        {
            ["note"] = input["note"]?.DeepClone(),
            ["refundLineItems"] = new JsonArray([.. Lines(input, "returnLineItems").Select(each => new JsonObject
            {
                ["lineItemId"] = BoughtIn(each.Line!), ["quantity"] = each.Quantity,
            })]),
            ["transactions"] = transactions,
            ["refundMethods"] = transfer["refundMethods"]?.DeepClone(),
        });
        (known["refunds"] ??= new JsonArray()).AsArray().Add(made["id"]!.DeepClone());
        return null;
    }

    private static decimal Shipping(JsonObject order, JsonNode? asked) => asked?["fullRefund"]?.GetValue<bool>() == true
        ? Money.Of(order["totalShippingPriceSet"]) : asked?["shippingRefundAmount"]?["amount"]?.Exact() ?? 0;

    private JsonNode BoughtIn(JsonObject line) =>
        state.Find(line["fulfillmentLineItem"]!.GetValue<string>())!["lineItem"]!.DeepClone();

    private (JsonObject? Line, int Quantity)[] Lines(JsonObject input, string field) =>
    [
        .. (input[field]?.AsArray() ?? []).Select(line => (
            state.Find(line!["id"]!.GetValue<string>()), (int)line["quantity"]!.Whole())),
    ];

    private JsonObject Decide(JsonObject input, string status, string topic)
    {
        if (state.Find(input["id"]!.GetValue<string>()) is not { } known)
        {
            return Missing("id");
        }

        if (known["status"]!.GetValue<string>() != "REQUESTED")
        {
            return Payload.Wrong(["id"], "Return is not requested.", "INVALID_STATE");
        }

        known["status"] = status;
        known["requestApprovedAt"] = status == "OPEN" ? state.Now() : null;
        known["decline"] = status == "DECLINED" ? new JsonObject
        {
            ["reason"] = input["declineReason"]?.DeepClone(), ["note"] = input["declineNote"]?.DeepClone(),
        } : null;
        if (status == "OPEN")
        {
            new ReturnGoods(state).Expect(known);
        }

        return Changed(known, topic);
    }

    private JsonObject Changed(JsonObject known, string topic)
    {
        state.Tell(topic, known);
        state.Touch(state.Find(known["order"]!.GetValue<string>())!, "orders/updated");
        return Payload.Of("return", known);
    }

    private static JsonObject Missing(string field) => Payload.Wrong([field], "Return does not exist.", "NOT_FOUND");
}
