using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What a carrier tells of a parcel: in transit, delivered. An event has no key of ours; one of the same
/// status and time on the same fulfilment is the one.</summary>
internal sealed class FulfillmentEventWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private static readonly string[] Fields =
        ["status", "happenedAt", "message", "city", "province", "country", "zip", "estimatedDeliveryAt"];

    private static readonly WriteForm Form = new(
        "an event", "an event of a parcel is neither changed nor taken back",
        [.. Fields, "fulfillment"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        if (write.Id is not null)
        {
            return Plan.Wrong("an event of a parcel is neither changed nor taken back", "not-writable");
        }

        var (id, status) = (wanted.Text("fulfillment"), wanted.Text("status"));
        var happened = Stamp.Of(wanted.Instant("happenedAt"));
        var answer = await Client.QueryAsync("FulfillmentEvents", new JsonObject { ["id"] = id }, cancel);
        if (answer.InnerOrNull("fulfillment") is not { } fulfillment)
        {
            return Plan.Wrong("the fulfilment does not exist in the shop", "NOT_FOUND", "fulfillment", id);
        }

        if (fulfillment.List("events.nodes").FirstOrDefault(each => each.Text("status") == status
            && Stamp.Normal(each.Text("happenedAt")) == happened) is { } standing)
        {
            return Plan.Done(new Outcome.Unchanged(standing.Text("id"), ""));
        }

        if (fulfillment.Flag("events.pageInfo.hasNextPage"))
        {
            return Plan.Wrong("the parcel has more events than are read", "too-many-events", "fulfillment", id);
        }

        var input = Inputs.Of(wanted, Fields);
        input["fulfillmentId"] = id;
        input["happenedAt"] = happened;
        return Plan.Send(
            new PlannedCall(
                "FulfillmentEventCreate", "fulfillmentEventCreate", new JsonObject { ["event"] = input }),
            payload => new Outcome.Created(payload.Text("fulfillmentEvent.id"), ""));
    }
}
