using IntegrationHost.Engine.Ledger;
using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>Both sides at the end of a run, record by record.</summary>
internal sealed class FinalState(World world)
{
    private readonly OrdersAgree _orders = new(world);
    private readonly CustomersAgree _customers = new(world);
    private readonly StockAgrees _stock = new(world);
    private readonly ShipmentsAgree _shipments = new(world);

    public void Check()
    {
        _customers.Check();
        _orders.Check();
        _stock.Check();
        _shipments.Check();
        world.Echoes.Check();
    }

    /// <summary>What the state says of one record; a violation when it says nothing, or something else than
    /// wanted.</summary>
    public static RecordState? Expect(World world, string flow, string id, string wanted, string because)
    {
        var states = world.Life!.Ask(history => history.FindAsync(id, CancellationToken.None));
        var state = states.FirstOrDefault(each => each.Record.Flow == flow);
        if (state is null)
        {
            world.Verdicts.Found("seen", $"{flow} {id} is nowhere in the state; it should be {wanted}: {because}");
        }
        else if (state.State != wanted)
        {
            var why = string.Join("; ", state.Problems.Select(problem => problem.Text));
            world.Verdicts.Found("settled", $"{flow} {id} is {state.State} ({why}) and should be {wanted}: {because}");
        }
        else if (wanted is "held" or "refused" && state.Problems.Count == 0)
        {
            world.Verdicts.Found("reason", $"{flow} {id} is {wanted} and no problem says why");
        }

        return state;
    }
}
