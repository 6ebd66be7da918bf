using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Refunds: no more than was bought and paid. The user errors of a refund have no code.</summary>
internal sealed class RefundMutations(ShopState state)
{
    private readonly RefundDesk _desk = new(state);

    public JsonObject Create(JsonObject input)
    {
        if (state.Find(input["orderId"]!.GetValue<string>()) is not { } order)
        {
            return Payload.Wrong(["orderId"], "Order does not exist");
        }

        var lines = input["refundLineItems"]?.AsArray() ?? [];
        for (var at = 0; at < lines.Count; at++)
        {
            var place = at.ToString(CultureInfo.InvariantCulture);
            if (state.Find(lines[at]!["lineItemId"]!.GetValue<string>()) is not { } line)
            {
                return Payload.Wrong(["refundLineItems", place, "lineItemId"], "Line item does not exist");
            }

            if (lines.Where(each => each!["lineItemId"]!.ToString() == lines[at]!["lineItemId"]!.ToString())
                .Sum(each => each!["quantity"]!.Whole()) > line["refundableQuantity"]!.Whole())
            {
                return Payload.Wrong(["refundLineItems", place, "quantity"],
                    "Quantity cannot refund more items than were purchased");
            }
        }

        var asked = (input["transactions"]?.AsArray() ?? []).Sum(each => each!["amount"]!.Exact())
            + (input["refundMethods"]?.AsArray() ?? [])
                .Sum(each => each!["storeCreditRefund"]?["amount"]?["amount"]?.Exact() ?? 0);
        var left = Money.Of(order["netPaymentSet"]);
        if (asked > left)
        {
            return Payload.Wrong(null, $"Refund amount ${Money.Text(asked)} is greater than net payment received "
                + $"${Money.Text(left)}");
        }

        foreach (var transaction in (input["transactions"]?.AsArray() ?? []).Select(each => each!.AsObject()))
        {
            if (transaction["parentId"] is not { } id || state.Find(id.GetValue<string>()) is null)
            {
                return Payload.Wrong(null, "Unable to find parent transaction");
            }
        }

        return Payload.Of("refund", _desk.Make(order, input));
    }
}
