using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Fulfilments, out of the order's open fulfilment orders as they stand now: one call per location. Each
/// begins with what already stands (see <see cref="FulfillmentMarks"/>), so that an attempt that broke off goes on
/// with the rest.</summary>
internal sealed class FulfillmentWriter(GraphQlClient client) : IEntityWriter
{
    private static readonly HashSet<string> Nobody = [];

    private readonly ShippingReader _reader = new(client);
    private readonly TrackingWriter _tracking = new(client);
    private readonly FulfillmentAttempts _attempts = new();
    private readonly FulfillmentCancelling _cancelling = new(client);

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        if (write.Kind == ChangeKind.Delete)
        {
            return await _cancelling.ApplyAsync(write, cancel);
        }

        WantedFulfillment wanted;
        OrderShipping? shipping;
        try
        {
            wanted = WantedFulfillment.Of(write.Record);
            shipping = await _reader.ReadAsync(wanted.Order, cancel);
        }
        catch (RecordException fault)
        {
            return new Outcome.Rejected(fault.Message, "unreadable-fulfillment");
        }
        catch (ShopifyFault fault)
        {
            // Nothing was sent but reads.
            return fault.Kind == ShopifyFaultKind.Unknown
                ? new Outcome.RetryLater(fault.Message) : WriteFault.OutcomeOf(fault);
        }

        return shipping is null
            ? new Outcome.Rejected("the order does not exist in the shop", "NOT_FOUND", "order", wanted.Order)
            : write.Id is null
                ? await ShipAsync(write, wanted, shipping, cancel)
                : await _tracking.ChangeAsync(write, wanted, shipping, cancel);
    }

    public async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel)
    {
        if (write.Kind == ChangeKind.Delete)
        {
            return await _cancelling.RecoverAsync(write, cancel);
        }

        if (write.Id is not null)
        {
            // A change of tracking begins with what stands and does no harm when repeated.
            return new Recovery.NotWritten();
        }

        var wanted = WantedFulfillment.Of(write.Record);
        if (await _reader.ReadAsync(wanted.Order, cancel) is not { } shipping)
        {
            return new Recovery.NotWritten();
        }

        var recovery = FulfillmentRecovery.Judge(wanted, shipping, _attempts.Before(write.Key));
        if (wanted.IsTracked && recovery is Recovery.NotWritten)
        {
            // It was in doubt: a part that stands is what an attempt before a restart wrote.
            _attempts.Begin(write.Key, Others(shipping, FulfillmentMarks.In(wanted, shipping, Nobody)));
        }

        return recovery;
    }

    private async Task<Outcome> ShipAsync(
        Write write, WantedFulfillment wanted, OrderShipping shipping, CancellationToken cancel)
    {
        var before = _attempts.Before(write.Key);
        var others = before ?? (wanted.IsTracked ? Nobody : All(shipping));
        var marks = FulfillmentMarks.In(wanted, shipping, others);
        if (FulfillmentRecovery.Standing(wanted, shipping, others) is { } standing)
        {
            return new Outcome.Unchanged(standing.Id, standing.Version);
        }

        if (before is null && FulfillmentPlan.For(shipping, wanted.Quantities).Missing is null)
        {
            // Nothing of it was begun and all of it is open: a part that stands is another shipment of this number.
            others = All(shipping);
            marks = FulfillmentMarks.In(wanted, shipping, others);
        }

        var plan = FulfillmentPlan.For(shipping, marks.Missing);
        if (plan.Missing is { } missing)
        {
            // Nothing is left to ship: then an equal one that somebody made before us is the one.
            return FulfillmentRecovery.Standing(wanted, shipping, Nobody) is { } earlier
                ? new Outcome.Unchanged(earlier.Id, earlier.Version)
                : new Outcome.Rejected(missing.Reason, "not-fulfillable", "lines", missing.Sku);
        }

        _attempts.Begin(write.Key, Others(shipping, marks));
        return await SendAsync(write, wanted, plan.Steps, marks.Ours.Count > 0 ? marks.Ours[0].Id : null, cancel);
    }

    private async Task<Outcome> SendAsync(Write write, WantedFulfillment wanted, IReadOnlyList<JsonArray> steps,
        string? first, CancellationToken cancel)
    {
        var version = "";
        for (var step = 1; step <= steps.Count; step++)
        {
            try
            {
                var payload = await client.MutateAsync("FulfillmentCreate", "fulfillmentCreate",
                    new JsonObject { ["fulfillment"] = Input(wanted, steps[step - 1]) }, write.Priority, cancel);
                if (UserError.Of(payload) is [var error, ..])
                {
                    return step == 1
                        ? new Outcome.Rejected(error.Message, error.Code ?? "user-error", error.Path)
                        : throw Partly(write, step, error.Message);
                }

                first ??= payload.Text("fulfillment.id");
                version = Stamp.Normal(payload.Text("fulfillment.updatedAt"));
            }
            catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Unknown)
            {
                return step == 1 ? WriteFault.OutcomeOf(fault) : throw Partly(write, step, fault.Message);
            }
        }

        return new Outcome.Created(first!, version);
    }

    private static HashSet<string> All(OrderShipping shipping) => [.. shipping.Shipped.Select(each => each.Id)];

    private static HashSet<string> Others(OrderShipping shipping, FulfillmentMarks marks) =>
        [.. All(shipping).Except(marks.Ours.Select(each => each.Id))];

    private static JsonObject Input(WantedFulfillment wanted, JsonArray parts)
    {
        var input = new JsonObject
        {
            ["lineItemsByFulfillmentOrder"] = parts,
            ["notifyCustomer"] = wanted.NotifyCustomer,
        };
        if (wanted.IsTracked)
        {
            input["trackingInfo"] = wanted.TrackingInput();
        }

        return input;
    }

    // A part is written: the host must ask what stands before it goes on with the rest.
    private static ShopifyFault Partly(Write write, int step, string why) => new(ShopifyFaultKind.Unknown,
        $"the shipments before {write.Step(step)} were written, this one was not: {why}");
}
