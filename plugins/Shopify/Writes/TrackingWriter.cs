using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Changes the tracking of fulfilments that exist. A repeat changes nothing more, so one that broke off is
/// sent again.</summary>
internal sealed class TrackingWriter(GraphQlClient client)
{
    public async Task<Outcome> ChangeAsync(
        Write write, WantedFulfillment wanted, OrderShipping shipping, CancellationToken cancel)
    {
        var change = FulfillmentChange.Of(write.Id!, wanted, shipping);
        if (change.Refusal is { } refusal)
        {
            return new Outcome.Rejected(refusal, "not-changeable", "lines");
        }

        var known = change.Fulfillment!;
        var version = known.Version;
        foreach (var fulfillment in change.Differing)
        {
            try
            {
                var payload = await client.MutateAsync("FulfillmentTracking", "fulfillmentTrackingInfoUpdate",
                    Variables(fulfillment, wanted), write.Priority, cancel);
                if (UserError.Of(payload) is [var error, ..])
                {
                    return new Outcome.Rejected(error.Message, error.Code ?? "user-error", error.Path);
                }

                version = Stamp.Normal(payload.Text("fulfillment.updatedAt"));
            }
            catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Unknown)
            {
                return WriteFault.OutcomeOf(fault);
            }
        }

        return change.Differing.Count == 0
            ? new Outcome.Unchanged(known.Id, version) : new Outcome.Updated(known.Id, version);
    }

    private static JsonObject Variables(Shipped fulfillment, WantedFulfillment wanted) => new()
    {
        ["id"] = fulfillment.Id,
        ["tracking"] = wanted.TrackingInput(),
        ["notifyCustomer"] = wanted.NotifyCustomer,
    };
}
