using System.Text.Json.Nodes;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Worlds;
using IntegrationHost.Simulators.NetSuite.State;
using IntegrationHost.Simulators.Shopify.Shop;
using Catalogue = IntegrationHost.Simulation.Events.Catalogue;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>Every order of the shop is a sales order to the cent, or waits or was left out for the reason it
/// has.</summary>
internal sealed class OrdersAgree(World world)
{
    public void Check()
    {
        var made = world.Erp.SalesOrders.ToLookup(order => order.ExternalId);
        foreach (var order in world.Shop.Orders)
        {
            Check(order, [.. made[ExternalId(order)]]);
        }

        foreach (var stray in world.Erp.SalesOrders.Where(order => !world.Shop.Orders.Any(
            placed => ExternalId(placed) == order.ExternalId)))
        {
            world.Verdicts.Found("doubled", $"sales order {stray.Id} ({stray.ExternalId}) is of no order of the shop");
        }
    }

    private void Check(JsonObject order, StoredRecord[] made)
    {
        var (id, name) = (order["id"]!.GetValue<string>(), order["name"]!.GetValue<string>());
        if (made.Length > 1)
        {
            world.Verdicts.Found("doubled", $"order {name} is {made.Length} sales orders");
        }

        var (wanted, because) = Wanted(order, made.Length > 0);
        var state = FinalState.Expect(world, Site.Orders, id, wanted, because);
        if (order["cancelledAt"] is not null && made.Length > 0
            && state?.Problems.Any(problem => problem.Code == "stands-in-target") == false)
        {
            world.Verdicts.Found("reason", $"order {name} was cancelled, stands in NetSuite, and nobody is told");
        }

        if (wanted == "written" && order["cancelledAt"] is null)
        {
            Compare(order, name, made.FirstOrDefault());
        }
    }

    private (string State, string Because) Wanted(JsonObject order, bool isMade) =>
        order["cancelledAt"] is not null
            ? isMade ? ("written", "it was cancelled when it stood in NetSuite") : ("skipped", "it was cancelled")
        : order["customer"] is not { } customer ? ("refused", "it has no customer")
        : HasUnmappedGateway(order) ? ("held", "its gateway is in no table")
        : world.Shop.Find(customer.GetValue<string>())!["lastName"] is null ? ("held", "its customer has no name")
        : SkusOf(order).FirstOrDefault(sku => !world.Erp.HasItem(sku)) is { } sku ? ("held", $"there is no {sku}")
        : ("written", "nothing stands in its way");

    private bool HasUnmappedGateway(JsonObject order) => !world.Person.HasMapped
        && order["paymentGatewayNames"]![0]!.GetValue<string>() == Catalogue.UnknownGateway;

    private static IEnumerable<string> SkusOf(JsonObject order) =>
        order["lineItems"]!.AsArray().Select(line => line!["sku"]!.GetValue<string>());

    private void Compare(JsonObject order, string name, StoredRecord? made)
    {
        if (made is null)
        {
            world.Verdicts.Found("agree", $"order {name} is said to be written and is not in NetSuite");
            return;
        }

        Same(name, "total", Money.Of(order["totalPriceSet"]), made.Fields.Number("total"));
        Same(name, "memo", order["note"]?.GetValue<string>(), made.Fields.Text("memo"));
        Same(name, "name", name, made.Fields.Text("otherRefNum"));
        Same(name, "customer", $"SHPFY-us-C{Number(order["customer"]!.GetValue<string>())}",
            world.Erp.CustomerOf(made)?.ExternalId);
    }

    private void Same<T>(string name, string field, T inShop, T inErp)
    {
        if (!EqualityComparer<T>.Default.Equals(inShop, inErp))
        {
            world.Verdicts.Found(
                field == "total" ? "money" : "agree", $"order {name}: {field} is {inShop} in the shop, {inErp} there");
        }
    }

    private static string ExternalId(JsonObject order) => $"SHPFY-us-{order["legacyResourceId"]!.GetValue<string>()}";

    private static string Number(string id) => id[(id.LastIndexOf('/') + 1)..];
}
