using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Worlds;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>What is available there is what the shop may sell.</summary>
internal sealed class StockAgrees(World world)
{
    public void Check()
    {
        foreach (var level in world.Erp.Stock)
        {
            var id = FormattableString.Invariant($"{level.Item}-{level.Location}");
            if (world.Shop.ItemBySku(world.Erp.ItemName(level.Item)) is not { } item)
            {
                FinalState.Expect(world, Site.Inventory, id, "held", "the shop does not sell it");
                continue;
            }

            FinalState.Expect(world, Site.Inventory, id, "written", "the shop sells it");
            var available = AvailableIn(item["id"]!.GetValue<string>(), world.Erp.LocationName(level.Location));
            if (available != Math.Max(0, Math.Floor(level.Available)))
            {
                world.Verdicts.Found("agree", $"stock {id} is {level.Available} there and {available} in the shop");
            }
        }
    }

    private decimal? AvailableIn(string item, string location) => world.Shop.Levels
        .Where(level => level["item"]!.GetValue<string>() == item
            && world.Shop.LocationName(level["location"]!.GetValue<string>()) == location)
        .Select(level => (decimal?)level["available"]!.GetValue<int>())
        .FirstOrDefault();
}
