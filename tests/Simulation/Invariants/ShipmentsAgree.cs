using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>Every piece that was shipped is shipped once in the shop.</summary>
internal sealed class ShipmentsAgree(World world)
{
    public void Check()
    {
        foreach (var shipped in world.Erp.Fulfilments)
        {
            var order = world.Shop.OrderBehind(world.Erp.OrderOf(shipped))!;
            if (!world.Person.PutRight.Contains(order))
            {
                FinalState.Expect(world, Site.Fulfilments, FormattableString.Invariant($"{shipped.Id}"), "written",
                    $"its order {order} can be shipped");
            }
        }

        foreach (var order in world.Erp.SalesOrders)
        {
            if (world.Shop.OrderBehind(order) is { } inShop && !world.Person.PutRight.Contains(inShop))
            {
                Compare(inShop, world.Erp.ShippedOf(order), world.Shop.ShippedOf(inShop));
            }
        }
    }

    private void Compare(string order, decimal there, int inShop)
    {
        if (there != inShop)
        {
            world.Verdicts.Found(inShop > there ? "doubled" : "agree",
                $"{order}: {there} pieces were shipped there, {inShop} in the shop");
        }
    }
}
