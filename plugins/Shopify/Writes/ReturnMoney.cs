using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>The refund that goes with the processing of a return. Pure.</summary>
internal static class ReturnMoney
{
    /// <summary>The fields of a return's <c>refund</c>.</summary>
    public static readonly string[] Known = ["amount", "shipping", "currency", "storeCredit"];

    /// <summary>What of a total was not given back for the return yet; a total below 0 as it is.</summary>
    public static decimal Missing(decimal total, Record standing) => total < 0 ? total : Math.Max(0, total
        - standing.List("refunds.nodes").Sum(each => OrderCurrency.Amount(each, "totalRefundedSet")));

    /// <summary>Which shipping is given back, as the call takes it, or null.</summary>
    public static JsonObject? Shipping(Record refund, string currency) => refund.TextOrNull("shipping") switch
    {
        null => null,
        "full" => new JsonObject { ["fullRefund"] = true },
        _ => new JsonObject { ["shippingRefundAmount"] = Amount(refund.Money("shipping"), currency) },
    };

    /// <summary>Puts the refund into the input of the call; gives why it cannot be, or null.</summary>
    public static Plan? Put(JsonObject input, Record refund, Record order, decimal amount, string currency)
    {
        if (amount < 0)
        {
            return Plan.Wrong("a refund is above 0", "invalid-amount", "refund.amount");
        }

        if (amount == 0)
        {
            return null;
        }

        var transfer = new JsonObject();
        if (refund.FlagOrFalse("storeCredit"))
        {
            transfer["orderTransactions"] = new JsonArray();
            transfer["refundMethods"] = new JsonArray(new JsonObject
            {
                ["storeCreditRefund"] = new JsonObject { ["amount"] = Amount(amount, currency) },
            });
        }
        else
        {
            var (transactions, missing) = RefundMoney.From(order, amount);
            if (missing > 0)
            {
                return Plan.Wrong(string.Create(CultureInfo.InvariantCulture,
                    $"{order.Text("name")} has {amount - missing} left to refund, not {amount}"), "over-refund",
                    "refund.amount");
            }

            transfer["orderTransactions"] = new JsonArray([.. transactions.Select(each => new JsonObject
            {
                ["parentId"] = each!["parentId"]!.DeepClone(),
                ["transactionAmount"] = new JsonObject
                {
                    ["amount"] = each["amount"]!.DeepClone(), ["currencyCode"] = currency,
                },
            })]);
        }

        input["financialTransfer"] = new JsonObject { ["issueRefund"] = transfer };
        return null;
    }

    private static JsonObject Amount(decimal amount, string currency) => new()
    {
        ["amount"] = amount.ToString(CultureInfo.InvariantCulture), ["currencyCode"] = currency,
    };
}
