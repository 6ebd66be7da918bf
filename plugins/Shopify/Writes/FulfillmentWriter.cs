using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Fulfilments, out of the order's open fulfilment orders as they stand now. The service keeps no key of ours, so
/// one is found again by what it shows: the same order, the same tracking numbers, the same quantities by SKU.</summary>
internal sealed class FulfillmentWriter(GraphQlClient client)
{
    public async Task<Outcome> CreateAsync(Write write, CancellationToken cancel)
    {
        try
        {
            var order = await OrderAsync(write, cancel);
            if (order is null)
            {
                return new Outcome.Rejected("the order does not exist in the shop", "NOT_FOUND", "order", write.Record.Text("order"));
            }

            if (FulfillmentMarks.FindIn(order, write.Record) is { } standing)
            {
                return new Outcome.Unchanged(standing.Text("id"), Stamp.Normal(standing.Text("updatedAt")));
            }

            var plan = FulfillmentPlan.For(order, write.Record);
            return plan.Missing is { } missing
                ? new Outcome.Rejected(missing.Reason, "not-fulfillable", "lines", missing.Sku)
                : await SendAsync(write, plan.Parts, cancel);
        }
        catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Unknown)
        {
            return WriteFault.OutcomeOf(fault);
        }
    }

    public async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel)
    {
        var order = await OrderAsync(write, cancel);
        return order is not null && FulfillmentMarks.FindIn(order, write.Record) is { } standing
            ? new Recovery.Landed(new Outcome.Created(standing.Text("id"), Stamp.Normal(standing.Text("updatedAt"))))
            : new Recovery.NotWritten();
    }

    private async Task<Record?> OrderAsync(Write write, CancellationToken cancel) =>
        (await client.QueryAsync("FulfillmentState", new JsonObject { ["id"] = write.Record.Text("order") }, cancel))
        .InnerOrNull("order");

    private async Task<Outcome> SendAsync(Write write, JsonArray parts, CancellationToken cancel)
    {
        var tracking = write.Record.InnerOrNull("tracking");
        var fulfillment = new JsonObject
        {
            ["lineItemsByFulfillmentOrder"] = parts,
            ["notifyCustomer"] = write.Record.FlagOrFalse("notifyCustomer"),
        };
        if (tracking is not null && tracking.Texts("numbers").Count > 0)
        {
            fulfillment["trackingInfo"] = new JsonObject
            {
                ["company"] = tracking.TextOrNull("company"),
                ["numbers"] = new JsonArray([.. tracking.Texts("numbers").Select(number => (JsonNode?)JsonValue.Create(number))]),
            };
        }

        var payload = await client.MutateAsync("FulfillmentCreate", "fulfillmentCreate",
            new JsonObject { ["fulfillment"] = fulfillment }, write.Priority, cancel);
        return AnswerErrors.Of(payload) is [var error, ..]
            ? new Outcome.Rejected(error.Message, error.Code ?? "user-error", error.Path)
            : new Outcome.Created(payload.Text("fulfillment.id"), Stamp.Normal(payload.Text("fulfillment.updatedAt")));
    }
}
