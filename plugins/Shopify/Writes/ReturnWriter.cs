using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Approves, declines and processes returns. The record says how many of each line are to have been processed
/// after the write, and of each line sent in exchange; only what is missing is processed. The refund goes with the
/// processing, in one call: where nothing is left to process, no money is given back a second time.</summary>
internal sealed class ReturnWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private static readonly WriteForm Form = new(
        "a return", "a return is not deleted",
        ["id", "status", "declineReason", "declineNote", "processed", "exchanged", "refund", "notifyCustomer"]);

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

        if (returned.Count + exchanged.Count == 0)
        {
            return null;
        }

        var input = new JsonObject
        {
            ["returnId"] = id,
            ["returnLineItems"] = returned,
            ["exchangeLineItems"] = exchanged,
            ["notifyCustomer"] = wanted.FlagOrFalse("notifyCustomer"),
        };
        if (wanted.InnerOrNull("refund") is { } refund
            && await RefundAsync(id, refund, standing.Inner("order"), input, cancel) is { } refused)
        {
            return refused;
        }

        steps.Add(new PlannedCall("ReturnProcess", "returnProcess", new JsonObject { ["input"] = input }));
        return null;
    }

    private async Task<Plan?> RefundAsync(
        string id, Record refund, Record order, JsonObject input, CancellationToken cancel)
    {
        if (Inputs.UnknownIn(refund, ReturnMoney.Known) is [var unknown, ..])
        {
            return Plan.Wrong($"the refund of a return has no field {unknown}", "unknown-field", $"refund.{unknown}");
        }

        var currency = refund.TextOrNull("currency") ?? order.Text("currencyCode");
        var shipping = ReturnMoney.Shipping(refund, currency);
        var amount = refund.NumberOrNull("amount") ?? await OutcomeAsync(id, input, shipping, cancel);
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
        return answer.NumberOrNull("return.suggestedFinancialOutcome.financialTransfer.amount.shopMoney.amount") ?? 0;
    }
}
