using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Settles a change whose write ended in an exception as if it had landed.</summary>
internal sealed class TakesUnknownForDone : Defect
{
    public override async Task<Outcome> ApplyAsync(Write write, Func<Write, Task<Outcome>> go)
    {
        try
        {
            return await go(write);
        }
        catch (Exception) when (write.Id is not null)
        {
            return new Outcome.Updated(write.Id, "");
        }
    }
}
