using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Lets the next write of a record begin while the one before is still on its way.</summary>
internal sealed class BreaksKeyOrder : Defect
{
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(5);

    private int _changes;

    public override Task<Outcome> ApplyAsync(Write write, Func<Write, Task<Outcome>> go)
    {
        if (write.Id is null || ++_changes % 2 == 0)
        {
            return go(write);
        }

        _ = LaterAsync(write, go);
        return Task.FromResult<Outcome>(new Outcome.Updated(write.Id, ""));
    }

    private async Task LaterAsync(Write write, Func<Write, Task<Outcome>> go)
    {
        await Task.Delay(OnItsWay, Time);
        await go(write);
    }
}
