using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Sends a write that must not be sent twice without storing before what it is about to send.</summary>
internal sealed class KeepsNoIntent : Defect
{
    public override Task PutIntentAsync(Intent intent, Func<Task> go) => Task.CompletedTask;
}
