using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Approves, declines and processes returns. The record says how many of each line are to have been processed
/// after the write, and of each line sent in exchange; only what is missing is processed. The refund and the putting
/// back to stock go with the processing, in one call: where nothing is left to process, neither is done a second
/// time.</summary>
internal sealed class ReturnWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private static readonly WriteForm Form = new(
        "a return", "a return is not deleted",
        ["id", "status", "declineReason", "declineNote", "processed", "exchanged", "refund", "notifyCustomer"]);

    /// <summary>What comes back is known at the shop once the return is approved: where the goods' place is told too,
    /// the processing is planned after that.</summary>
    public override async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        var first = await base.ApplyAsync(write, cancel);
        if (first is not Outcome.Updated || !ReturnedGoods.AreTold(write.Record.ListOrEmpty("processed")))
        {
            return first;
        }

        return await base.ApplyAsync(write, cancel) switch
        {
            Outcome.Unchanged => first,
            Outcome.Updated processed => processed,
            var refused => throw new ShopifyFault(
                ShopifyFaultKind.Unknown, $"the return was approved, its processing was not taken: {refused}"),
        };
    }

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var id = write.Id ?? wanted.Text("id");
        var answer = await Client.QueryAsync("ReturnStanding", new JsonObject { ["id"] = id }, cancel);
        if (answer.InnerOrNull("return") is not { } standing)
        {
            return Plan.Wrong("the return does not exist in the shop", "NOT_FOUND", "id", id);
        }

        var steps = new List<PlannedCall>();
        var wrong = Decide(id, wanted, standing, steps) ?? await ProcessAsync(id, wanted, standing, steps, cancel);
        return wrong ?? (steps.Count == 0
            ? Plan.Done(new Outcome.Unchanged(id, "")) : new Plan(null, steps, _ => new Outcome.Updated(id, "")));
    }

    private static Plan? Decide(string id, Record wanted, Record standing, List<PlannedCall> steps)
    {
        var (now, status) = (standing.Text("status"), wanted.TextOrNull("status"));
        if (status is not (null or "OPEN" or "DECLINED"))
        {
            return Plan.Wrong("a return is written as OPEN or DECLINED", "invalid-status", "status", status);
        }

        if (status == "DECLINED" && now is not ("REQUESTED" or "DECLINED"))
        {
            return Plan.Wrong($"the return is {now} and cannot be declined any more", "invalid-status", "status", now);
        }

        var processed = wanted.ListOrEmpty("processed");
        if (status == "DECLINED" && processed.Count + wanted.ListOrEmpty("exchanged").Count > 0)
        {
            return Plan.Wrong("of a return that is declined nothing is processed", "invalid-status", "status", status);
        }

        if (ReturnedGoods.Unfit(processed) is { } unfit)
        {
            return unfit;
        }

        if (status is not null && now == "REQUESTED")
        {
            steps.Add(Decision(id, wanted, status));
        }

        return null;
    }

    private static PlannedCall Decision(string id, Record wanted, string status)
    {
        var input = new JsonObject { ["id"] = id, ["notifyCustomer"] = wanted.FlagOrFalse("notifyCustomer") };
        if (status == "OPEN")
        {
            return new PlannedCall("ReturnApprove", "returnApproveRequest", new JsonObject { ["input"] = input });
        }

        input["declineReason"] = wanted.TextOrNull("declineReason") ?? "OTHER";
        input["declineNote"] = wanted.TextOrNull("declineNote");
        return new PlannedCall("ReturnDecline", "returnDeclineRequest", new JsonObject { ["input"] = input });
    }

    private async Task<Plan?> ProcessAsync(
        string id, Record wanted, Record standing, List<PlannedCall> steps, CancellationToken cancel)
    {
        var (returned, wrong) = ReturnLines.Unprocessed(wanted, "processed", standing, "returnLineItems");
        var (exchanged, also) = ReturnLines.Unprocessed(wanted, "exchanged", standing, "exchangeLineItems");
        if ((wrong ?? also) is { } refusal)
        {
            return refusal;
        }

        var toldPlaces = ReturnedGoods.AreTold(returned.Select(line => line.Asked));
        if (returned.Count + exchanged.Count == 0 || (toldPlaces && steps.Count > 0))
        {
            return null;
        }

        var input = new JsonObject
        {
            ["returnId"] = id,
            ["returnLineItems"] = OpenReturnLine.Input(returned),
            ["exchangeLineItems"] = OpenReturnLine.Input(exchanged),
            ["notifyCustomer"] = wanted.FlagOrFalse("notifyCustomer"),
        };
        if (wanted.InnerOrNull("refund") is { } refund
            && await RefundAsync(id, refund, standing, input, cancel) is { } refused)
        {
            return refused;
        }

        if (toldPlaces)
        {
            var goods = await Client.QueryAsync("ReturnGoods", new JsonObject { ["id"] = id }, cancel);
            if (ReturnedGoods.Put(input["returnLineItems"]!.AsArray(), returned, goods.Inner("return")) is { } unfit)
            {
                return unfit;
            }
        }

        steps.Add(new PlannedCall("ReturnProcess", "returnProcess", new JsonObject { ["input"] = input }));
        return null;
    }

    private async Task<Plan?> RefundAsync(
        string id, Record refund, Record standing, JsonObject input, CancellationToken cancel)
    {
        var order = standing.Inner("order");
        if (Inputs.UnknownField(refund, "the refund of a return", "refund", ReturnMoney.Known) is { } strange)
        {
            return strange;
        }

        var saysAmounts = refund.Has("amount") || refund.TextOrNull("shipping") is not (null or "full");
        if (OrderCurrency.Refuse(refund.TextOrNull("currency"), saysAmounts, order) is { } foreign)
        {
            return foreign;
        }

        var currency = OrderCurrency.Of(order);
        var shipping = ReturnMoney.Shipping(refund, currency);
        if (refund.Has("amount") && standing.Flag("refunds.pageInfo.hasNextPage"))
        {
            return Plan.Wrong("the return has more refunds than are read", "too-many-refunds", "refund.amount");
        }

        // As the quantities are: what is to have been given back for the return in all.
        var amount = refund.NumberOrNull("amount") is { } total
            ? ReturnMoney.Missing(total, standing) : await OutcomeAsync(id, input, shipping, cancel);
        if (shipping is not null)
        {
            input["refundShipping"] = shipping;
        }

        return ReturnMoney.Put(input, refund, order, amount, currency);
    }

    // What the shop says the lines come to; nothing where the customer owes for an exchange.
    private async Task<decimal> OutcomeAsync(
        string id, JsonObject input, JsonObject? shipping, CancellationToken cancel)
    {
        var answer = await Client.QueryAsync("ReturnOutcome", new JsonObject
        {
            ["id"] = id,
            ["lines"] = input["returnLineItems"]!.DeepClone(),
            ["exchanges"] = input["exchangeLineItems"]!.DeepClone(),
            ["shipping"] = shipping?.DeepClone(),
        }, cancel);
        return answer.InnerOrNull("return.suggestedFinancialOutcome.financialTransfer")
            ?.NumberOrNull("amount.presentmentMoney.amount") ?? 0;
    }
}
