using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Money taken for an order: <c>orderCapture</c> of an authorization, <c>orderPayment</c> by hand. Shopify
/// keeps no key of ours on a transaction, so the record says the total that is to be taken after the write, and only
/// what is missing is taken: what landed is not taken again.</summary>
internal sealed class PaymentWriter(GraphQlClient client, bool captures) : StandingWriter(client, Form)
{
    private const int TransactionsMost = 250;

    private static readonly WriteForm Form = new(
        "a payment", "money that was taken is given back by a refund",
        ["order", "total", "currency", "parentTransaction", "final", "method", "processedAt"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var (id, total) = (wanted.Text("order"), wanted.Money("total"));
        var answer = await Client.QueryAsync("OrderMoney", new JsonObject { ["id"] = id }, cancel);
        return answer.InnerOrNull("order") is not { } order
            ? Plan.Wrong("the order does not exist in the shop", "NOT_FOUND", "order", id)
            : order.List("transactions").Count >= TransactionsMost
                ? Plan.Wrong("the order has more transactions than the API shows", "too-many-transactions", "order", id)
                : OrderCurrency.Refuse(wanted.TextOrNull("currency"), saysAmounts: true, order)
                ?? (captures ? Capture(wanted, order, total) : Pay(wanted, order, total));
    }

    private static Plan Capture(Record wanted, Record order, decimal total)
    {
        var given = wanted.TextOrNull("parentTransaction");
        var authorizations = Done(order, "AUTHORIZATION").Where(each => given is null || each.Text("id") == given);
        if (authorizations.ToArray() is not [var parent])
        {
            return Plan.Wrong(given is null
                ? $"{order.Text("name")} has not exactly one authorization: name it as parentTransaction"
                : $"{order.Text("name")} has no authorization {given}", "no-authorization", "parentTransaction", given);
        }

        var captures = Done(order, "CAPTURE")
            .Where(each => each.TextOrNull("parentTransaction.id") == parent.Text("id")).ToArray();
        var missing = total - captures.Sum(AmountOf);
        if (missing <= 0)
        {
            return captures.Length == 0
                ? Plan.Wrong("total is what is to be captured and above 0", "invalid-amount", "total")
                : Plan.Done(new Outcome.Unchanged(
                    captures[^1].Text("id"), Versions.Of(ShopifyEntities.Transaction, captures[^1])));
        }

        var input = new JsonObject
        {
            ["id"] = order.Text("id"),
            ["parentTransactionId"] = parent.Text("id"),
            ["amount"] = missing.ToString(CultureInfo.InvariantCulture),
            ["currency"] = OrderCurrency.Of(order),
        };
        if (wanted.Has("final"))
        {
            input["finalCapture"] = wanted.Flag("final");
        }

        var capture = new PlannedCall("OrderCapture", "orderCapture", new JsonObject { ["input"] = input });
        return Plan.Send(capture, payload => new Outcome.Created(
            payload.Text("transaction.id"),
            Versions.Of(ShopifyEntities.Transaction, payload.Inner("transaction"))));
    }

    private static Plan Pay(Record wanted, Record order, decimal total)
    {
        var (id, missing) = (order.Text("id"), total - OrderCurrency.Amount(order, "totalReceivedSet"));
        return missing <= 0
            ? Plan.Done(new Outcome.Unchanged(id, ""))
            : Plan.Send(new PlannedCall("OrderManualPayment", "orderCreateManualPayment", new JsonObject
            {
                ["id"] = id,
                ["amount"] = new JsonObject
                {
                    ["amount"] = missing.ToString(CultureInfo.InvariantCulture),
                    ["currencyCode"] = OrderCurrency.Of(order),
                },
                ["method"] = wanted.TextOrNull("method"),
                ["at"] = wanted.TextOrNull("processedAt"),
            }), payload => new Outcome.Created(id, Stamp.Normal(payload.Text("order.updatedAt"))));
    }

    private static IEnumerable<Record> Done(Record order, string kind) => order.List("transactions")
        .Where(each => each.Text("kind") == kind && each.Text("status") is ("SUCCESS" or "PENDING"));

    private static decimal AmountOf(Record transaction) => OrderCurrency.Amount(transaction, "amountSet");
}
