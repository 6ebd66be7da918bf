using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Moves a fulfilment order to another location, holds it and releases our hold. Compared with what stands; a
/// hold of ours is known by its handle, and holds of others are left alone.</summary>
internal sealed class FulfillmentOrderWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private const string Handle = "ihost";

    private static readonly WriteForm Form = new(
        "a fulfilment order", "a fulfilment order is not deleted",
        ["id", "location", "hold", "release"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var id = write.Id ?? wanted.Text("id");
        var answer = await Client.QueryAsync("FulfillmentOrderStanding", new JsonObject { ["id"] = id }, cancel);
        return answer.InnerOrNull("fulfillmentOrder") is not { } order
            ? Plan.Wrong("the fulfilment order does not exist in the shop", "NOT_FOUND", "id", id)
            : PlanOf(id, wanted, order);
    }

    private static Plan PlanOf(string id, Record wanted, Record order)
    {
        var ours = order.List("fulfillmentHolds").Where(hold => hold.TextOrNull("handle") == Handle)
            .Select(hold => hold.Text("id")).ToArray();
        var steps = new List<PlannedCall>();
        if (wanted.FlagOrFalse("release") && ours.Length > 0)
        {
            steps.Add(new PlannedCall("FulfillmentOrderRelease", "fulfillmentOrderReleaseHold", new JsonObject
            {
                ["id"] = id, ["holds"] = Inputs.Texts(ours),
            }));
        }

        // One that is held cannot be moved, so it is moved first.
        if (wanted.TextOrNull("location") is { } location
            && order.TextOrNull("assignedLocation.location.id") != location)
        {
            steps.Add(new PlannedCall("FulfillmentOrderMove", "fulfillmentOrderMove", new JsonObject
            {
                ["id"] = id, ["location"] = location,
            }));
        }

        if (wanted.InnerOrNull("hold") is { } hold && ours.Length == 0)
        {
            steps.Add(new PlannedCall("FulfillmentOrderHold", "fulfillmentOrderHold", done => new JsonObject
            {
                // What was moved may have become another one.
                ["id"] = MovedIn(done) ?? id,
                ["hold"] = new JsonObject
                {
                    ["handle"] = Handle,
                    ["reason"] = hold.TextOrNull("reason") ?? "OTHER",
                    ["reasonNotes"] = hold.TextOrNull("notes"),
                },
            }));
        }

        return steps.Count == 0
            ? Plan.Done(new Outcome.Unchanged(id, Versions.Of(ShopifyEntities.FulfillmentOrder, order)))
            : new Plan(null, steps, done => new Outcome.Updated(id, VersionIn(done[^1])));
    }

    private static string? MovedIn(IReadOnlyList<Record> done) =>
        done.Select(payload => payload.TextOrNull("movedFulfillmentOrder.id")).FirstOrDefault(id => id is not null);

    private static string VersionIn(Record payload) =>
        (payload.TextOrNull("fulfillmentOrder.updatedAt") ?? payload.TextOrNull("movedFulfillmentOrder.updatedAt"))
            is { } stamp ? Stamp.Normal(stamp) : "";
}
