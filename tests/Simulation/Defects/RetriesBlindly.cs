using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Sends a write of unknown fate again without asking whether it landed.</summary>
internal sealed class RetriesBlindly : Defect
{
    public override Task<Recovery> RecoverAsync(Write write, Func<Task<Recovery>> go) =>
        Task.FromResult<Recovery>(new Recovery.NotWritten());
}
