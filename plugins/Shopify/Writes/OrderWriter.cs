using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Changes orders that exist: the few fields that may change, <c>markAsPaid</c> and <c>cancel</c>. Each is
/// compared with what stands, so a repeat does nothing: an order is paid once and cancelled once.</summary>
internal sealed class OrderWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private const int LooksMost = 5;
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(500);

    private static readonly string[] Plain =
        ["email", "phone", "note", "poNumber", "customAttributes", "shippingAddress"];

    // Only written: what stands is not compared.
    private static readonly string[] Blind = ["metafields", "localizedFields"];

    private static readonly WriteForm Form = new(
        "an order", "an order is not deleted; write cancel to cancel it",
        [.. Plain, .. Blind, "id", "tags", "markAsPaid", "cancel"]);

    /// <summary>A cancellation goes on as a job after it was taken: it is looked for a few seconds long before it
    /// counts as not written.</summary>
    public override async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel)
    {
        for (var looks = 1; ; looks++)
        {
            var recovery = await base.RecoverAsync(write, cancel);
            if (recovery is Recovery.Landed || looks == LooksMost || !write.Record.Has("cancel"))
            {
                return recovery;
            }

            await Task.Delay(PauseFirst * Math.Pow(2, looks - 1), Client.Time, cancel);
        }
    }

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var id = write.Id ?? wanted.Text("id");
        var answer = await Client.QueryAsync("OrderStanding", new JsonObject { ["id"] = id }, cancel);
        return answer.InnerOrNull("order") is not { } order
            ? Plan.Wrong("the order does not exist in the shop", "NOT_FOUND", "id", id)
            : PlanOf(id, wanted, order);
    }

    private static Plan PlanOf(string id, Record wanted, Record order)
    {
        var steps = new List<PlannedCall>();
        if (Changes(id, wanted, order) is { Count: > 1 } input)
        {
            steps.Add(new PlannedCall("OrderUpdate", "orderUpdate", new JsonObject { ["input"] = input }));
        }

        if (wanted.FlagOrFalse("markAsPaid") && !order.Flag("fullyPaid"))
        {
            var paid = new JsonObject { ["input"] = new JsonObject { ["id"] = id } };
            steps.Add(new PlannedCall("OrderMarkAsPaid", "orderMarkAsPaid", paid));
        }

        if (wanted.InnerOrNull("cancel") is { } cancellation && !order.Has("cancelledAt"))
        {
            steps.Add(new PlannedCall("OrderCancel", "orderCancel", Cancellation(id, cancellation))
            {
                Errors = "orderCancelUserErrors", Job = "job.id",
            });
        }

        return steps.Count == 0
            ? Plan.Done(new Outcome.Unchanged(id, Versions.Of(ShopifyEntities.Order, order)))
            // What a cancellation's job does to the order, its answer does not tell: the version is then left open.
            : new Plan(null, steps, done => new Outcome.Updated(
                id, done[^1].TextOrNull("order.updatedAt") is { } stamp ? Stamp.Normal(stamp) : ""));
    }

    private static JsonObject Changes(string id, Record wanted, Record order)
    {
        var input = Inputs.Of(wanted, [.. Plain, .. Blind]);
        var known = Inputs.Json(order);
        foreach (var field in Plain.Where(field =>
            input.ContainsKey(field) && Stands(field, input[field], known[field])))
        {
            input.Remove(field);
        }

        Inputs.AddTags(input, wanted, order);
        input["id"] = id;
        return input;
    }

    private static bool Stands(string field, JsonNode? wanted, JsonNode? standing) => (field, wanted, standing) switch
    {
        ("shippingAddress", JsonObject address, JsonObject known) => address.All(part => Inputs.Same(
            part.Value, known[part.Key == "countryCode" ? "countryCodeV2" : part.Key])),
        ("customAttributes", JsonArray one, JsonArray other) => JsonNode.DeepEquals(one, other),
        _ => Inputs.Same(wanted, standing),
    };

    private static JsonObject Cancellation(string id, Record cancellation) => new()
    {
        ["orderId"] = id,
        ["reason"] = cancellation.TextOrNull("reason") ?? "OTHER",
        // Whether goods go back to stock is never guessed.
        ["restock"] = cancellation.Flag("restock"),
        ["notifyCustomer"] = cancellation.FlagOrFalse("notifyCustomer"),
        ["staffNote"] = cancellation.TextOrNull("staffNote"),
        ["refundMethod"] = cancellation.TextOrNull("refund") switch
        {
            null or "none" => null,
            "original" => new JsonObject { ["originalPaymentMethodsRefund"] = true },
            "storeCredit" => new JsonObject { ["storeCreditRefund"] = new JsonObject() },
            var other => throw new RecordException(
                $"'cancel.refund' is {other}; it may be none, original or storeCredit"),
        },
    };
}
