using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>From which payments of an order an amount is given back: each up to what was not given back of it yet, the
/// oldest first. Pure.</summary>
internal static class RefundMoney
{
    /// <summary>The transactions of the refund, and what no payment has left for.</summary>
    public static (JsonArray Transactions, decimal Missing) From(Record order, decimal amount)
    {
        var all = order.List("transactions").Where(each => each.Text("status") is "SUCCESS" or "PENDING").ToArray();
        var transactions = new JsonArray();
        foreach (var paid in all.Where(each => each.Text("kind") is "SALE" or "CAPTURE"))
        {
            var given = all.Where(each => each.Text("kind") == "REFUND"
                && each.TextOrNull("parentTransaction.id") == paid.Text("id")).Sum(AmountOf);
            var part = Math.Min(amount, AmountOf(paid) - given);
            if (part > 0)
            {
                amount -= part;
                transactions.Add(new JsonObject
                {
                    ["orderId"] = order.Text("id"),
                    ["parentId"] = paid.Text("id"),
                    ["gateway"] = paid.Text("gateway"),
                    ["kind"] = "REFUND",
                    ["amount"] = part.ToString(CultureInfo.InvariantCulture),
                });
            }
        }

        return (transactions, amount);
    }

    private static decimal AmountOf(Record transaction) => OrderCurrency.Amount(transaction, "amountSet");
}
