using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Whether a fulfilment landed, by what stands on the order now. Pure.</summary>
internal static class FulfillmentRecovery
{
    private static readonly HashSet<string> Nobody = [];

    /// <param name="wanted">What was to be written.</param>
    /// <param name="shipping">What stands.</param>
    /// <param name="before">What stood when the attempt began, or null after a restart.</param>
    /// <exception cref="ShopifyFault">It cannot be told.</exception>
    public static Recovery Judge(WantedFulfillment wanted, OrderShipping shipping, IReadOnlySet<string>? before)
    {
        var marks = FulfillmentMarks.In(wanted, shipping, before ?? Nobody);
        if (marks.Ours.Count == 0)
        {
            return new Recovery.NotWritten();
        }

        if (!wanted.IsTracked && before is null && !wanted.IsEverything
            && FulfillmentPlan.For(shipping, wanted.Quantities).Missing is null)
        {
            throw new ShopifyFault(ShopifyFaultKind.Unknown,
                $"{shipping.Name} has a fulfilment like this one without a tracking number, and as much is still open: "
                + "it cannot be told whether it is ours. Give the shipment a tracking number, or fulfil or close the "
                + "rest in the shop; it is looked at again then");
        }

        var complete = wanted.IsEverything ? shipping.Open.Count == 0 : marks.Missing.Count == 0;
        return complete
            ? new Recovery.Landed(new Outcome.Created(marks.Ours[0].Id, marks.Ours[0].Version))
            : new Recovery.NotWritten();
    }

    /// <summary>The fulfilment that already is what is wanted, or null; of those that stood before only where nothing
    /// is left to ship.</summary>
    public static Shipped? Standing(WantedFulfillment wanted, OrderShipping shipping, IReadOnlySet<string> others)
    {
        var marks = FulfillmentMarks.In(wanted, shipping, others);
        var complete = wanted.IsEverything ? shipping.Open.Count == 0 : marks.Missing.Count == 0;
        return complete && marks.Ours.Count > 0 ? marks.Ours[0] : null;
    }
}
