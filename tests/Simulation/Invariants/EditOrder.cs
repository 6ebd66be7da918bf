using IntegrationHost.Simulation.Worlds;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>No version overtakes another: the numbers of the edits that a record of the account shows never go
/// back. Of customers that are edited on both sides it is for the merge to say which one stands.</summary>
internal sealed class EditOrder(World world)
{
    private readonly Dictionary<string, int> _shown = [];

    /// <summary>Looks at the account after a request.</summary>
    public void Look()
    {
        foreach (var order in world.Erp.SalesOrders)
        {
            Look($"sales order {order.ExternalId}", ShopDesk.NumberIn(order.Fields.Text("memo")));
        }

        foreach (var customer in world.Erp.Customers.Where(
            customer => !world.Erp.Edited.Contains(customer.Id)))
        {
            Look($"customer {customer.ExternalId}", ShopDesk.NumberIn(customer.Fields.Text("phone")));
        }
    }

    private void Look(string record, int edit)
    {
        var before = _shown.GetValueOrDefault(record);
        if (edit < before)
        {
            world.Verdicts.Found("order", $"{record} showed edit {before} and now shows edit {edit}");
        }

        _shown[record] = edit;
    }
}
