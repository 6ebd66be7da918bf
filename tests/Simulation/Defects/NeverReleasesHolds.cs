using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Leaves a held record where it is when what it waits for arrives.</summary>
internal sealed class NeverReleasesHolds : Defect
{
    public override Task<int> RequeueAsync(Requeue requeue, Func<Task<int>> go) =>
        requeue.WaitsFor is null ? go() : Task.FromResult(0);
}
