using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Cancels a fulfilment: its lines may be fulfilled anew. One that is cancelled or gone is done.</summary>
internal sealed class FulfillmentCancelling(GraphQlClient client) : StandingWriter(client)
{
    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        if (write.Id is not { } id)
        {
            return Plan.Wrong("only a fulfilment that this connection made is cancelled", "not-linked");
        }

        var answer = await Client.QueryAsync("FulfillmentEvents", new JsonObject { ["id"] = id }, cancel);
        return answer.InnerOrNull("fulfillment") is not { } standing || standing.Text("status") == "CANCELLED"
            ? Plan.Done(new Outcome.Deleted(id))
            : Plan.Send(
                new PlannedCall("FulfillmentCancel", "fulfillmentCancel", new JsonObject { ["id"] = id }),
                _ => new Outcome.Deleted(id));
    }
}
