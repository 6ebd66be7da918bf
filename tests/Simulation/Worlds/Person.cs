using IntegrationHost.Engine.Inbox;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>An operator, and what the host's problems ask of one.</summary>
internal sealed class Person(World world)
{
    /// <summary>The code of a problem that asks which side is right.</summary>
    public const string BothChanged = "both-changed";

    private const string Table = "payment-methods";
    private const int CustomersMost = 1_000;

    /// <summary>Orders whose shipments somebody has put right in the shop.</summary>
    public HashSet<string> PutRight { get; } = [];

    public bool HasMapped { get; private set; }

    public void MapGateway()
    {
        if (world.Life is { } life)
        {
            _ = life.Turns.Begin(() => MapAsync(life));
        }
    }

    /// <summary>Does what the problems say, whoever comes.</summary>
    public void SeeToAll()
    {
        MapGateway();
        if (!world.Erp.HasItem(Catalogue.OnlyInShop))
        {
            world.Erp.AddItem(Catalogue.OnlyInShop, 30m);
        }

        foreach (var customer in world.Shop.Customers.Where(customer => customer["lastName"] is null))
        {
            world.Shop.NameCustomer(customer);
            world.Echoes.Changed(Site.Shop);
        }

        Decide();
    }

    /// <summary>Tells shipments apart that the host says it cannot.</summary>
    public void TellShipmentsApart()
    {
        foreach (var fulfilment in world.Erp.Fulfilments)
        {
            if (CannotBeTold(fulfilment) && world.Erp.OrderOf(fulfilment) is { } there
                && world.Shop.OrderBehind(there) is { } order)
            {
                if (world.Shop.ShippedOf(order) < world.Erp.ShippedOf(there))
                {
                    world.Shop.NumberShipments(order); // Those that stand are others: this one is still to come.
                }
                else
                {
                    world.Shop.ShipRest(order);
                }

                PutRight.Add(order);
            }
        }
    }

    // Of what was changed on both sides in the same second, what the flow reads that asks is written.
    private void Decide()
    {
        var life = world.Life!;
        foreach (var problem in life.Ask(history => history.ProblemsAsync(CancellationToken.None)).Where(
            problem => problem.Code == BothChanged))
        {
            _ = life.Turns.Begin(() => life.Engine.ReplayAsync(
                problem.Cause, CustomersMost, "ana", CancellationToken.None));
        }
    }

    private bool CannotBeTold(StoredRecord fulfilment)
    {
        var id = FormattableString.Invariant($"{fulfilment.Id}");
        var key = new RecordKey(Site.Fulfilments, "itemFulfillment", id);
        var history = world.Life!.Ask(history => history.OfAsync(key, CancellationToken.None));
        return history is [.., { What: "retry" } last]
            && last.Text.Contains("cannot be told", StringComparison.Ordinal);
    }

    private async Task MapAsync(Life life)
    {
        try
        {
            await life.Engine.MapAsync(
                Table, Catalogue.UnknownGateway, Catalogue.UnknownGatewayIs, "ana", CancellationToken.None);
            HasMapped = true;
        }
        catch (InvalidOperationException)
        {
            // Somebody was quicker.
        }
    }
}
