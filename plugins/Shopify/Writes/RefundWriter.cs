using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Refunds: real money, given once. The write's key stands as a mark in the refund's note, by which it is
/// found again, and as the idempotency key, so that a repeat whose first attempt is not seen yet is refused by the
/// shop.</summary>
internal sealed class RefundWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private static readonly WriteForm Form = new(
        "a refund", "a refund that was given is neither changed nor taken back",
        ["order", "lines", "shipping", "amount", "note", "notifyCustomer", "storeCredit", "processedAt", "currency",
            "discrepancyReason"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        if (write.Id is not null)
        {
            return Plan.Wrong("a refund that was given is neither changed nor taken back", "not-writable");
        }

        var id = wanted.Text("order");
        var answer = await Client.QueryAsync("RefundStanding", new JsonObject { ["id"] = id }, cancel);
        if (answer.InnerOrNull("order") is not { } order)
        {
            return Plan.Wrong("the order does not exist in the shop", "NOT_FOUND", "order", id);
        }

        var mark = KeyMark.In(write.Key);
        if (order.List("refunds").FirstOrDefault(each => each.TextOrNull("note")?.Contains(
            mark, StringComparison.Ordinal) == true) is { } given)
        {
            return Plan.Done(new Outcome.Created(given.Text("id"), Stamp.Normal(given.Text("updatedAt"))));
        }

        var (lines, wrong) = RefundLines.Of(wanted, order);
        var saysAmounts = wanted.Has("amount") || wanted.TextOrNull("shipping") is not (null or "full");
        wrong ??= OrderCurrency.Refuse(wanted.TextOrNull("currency"), saysAmounts, order);
        return wrong ?? await PlanAsync(write, wanted, order, lines!, mark, cancel);
    }

    private async Task<Plan> PlanAsync(
        Write write, Record wanted, Record order, JsonArray lines, string mark, CancellationToken cancel)
    {
        var amount = wanted.NumberOrNull("amount") ?? await SuggestedAsync(wanted, order, lines, cancel);
        if (amount < 0 || (amount == 0 && lines.Count == 0))
        {
            return Plan.Wrong("a refund needs lines, shipping or an amount above 0", "invalid-amount", "amount");
        }

        var storeCredit = wanted.FlagOrFalse("storeCredit");
        var (transactions, missing) = storeCredit ? ([], 0) : RefundMoney.From(order, amount);
        if (missing > 0)
        {
            return Plan.Wrong(string.Create(CultureInfo.InvariantCulture,
                $"{order.Text("name")} has {amount - missing} left to refund, not {amount}"), "over-refund", "amount");
        }

        var currency = OrderCurrency.Of(order);
        var input = new JsonObject
        {
            ["orderId"] = order.Text("id"),
            ["note"] = $"{wanted.TextOrNull("note")} {mark}".Trim(),
            ["notify"] = wanted.FlagOrFalse("notifyCustomer"),
            ["currency"] = currency,
            ["refundLineItems"] = lines,
            ["transactions"] = transactions,
        };
        foreach (var field in new[] { "processedAt", "discrepancyReason" }.Where(wanted.Has))
        {
            input[field] = wanted.Text(field);
        }

        if (Shipping(wanted) is { } shipping)
        {
            input["shipping"] = shipping;
        }

        if (storeCredit)
        {
            input["refundMethods"] = new JsonArray(new JsonObject
            {
                ["storeCreditRefund"] = new JsonObject
                {
                    ["amount"] = new JsonObject { ["amount"] = TextOf(amount), ["currencyCode"] = currency },
                },
            });
        }

        var call = new PlannedCall("RefundCreate", "refundCreate", new JsonObject { ["input"] = input })
        {
            Key = attempt => KeyMark.IdOf(write.Key, attempt),
        };
        return Plan.Send(call, payload => new Outcome.Created(
            payload.Text("refund.id"), Stamp.Normal(payload.Text("refund.updatedAt"))));
    }

    private async Task<decimal> SuggestedAsync(
        Record wanted, Record order, JsonArray lines, CancellationToken cancel)
    {
        var shipping = Shipping(wanted);
        var answer = await Client.QueryAsync("RefundSuggested", new JsonObject
        {
            ["id"] = order.Text("id"),
            ["lines"] = lines.DeepClone(),
            ["shipping"] = shipping?["amount"]?.DeepClone(),
            ["fullShipping"] = shipping?["fullRefund"]?.DeepClone(),
        }, cancel);
        return OrderCurrency.Amount(answer, "order.suggestedRefund.amountSet");
    }

    private static JsonObject? Shipping(Record wanted) => wanted.TextOrNull("shipping") switch
    {
        null => null,
        "full" => new JsonObject { ["fullRefund"] = true },
        _ => new JsonObject { ["amount"] = TextOf(wanted.Money("shipping")) },
    };

    private static string TextOf(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
