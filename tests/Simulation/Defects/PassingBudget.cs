using IntegrationHost.Limits;

namespace IntegrationHost.Simulation.Defects;

/// <summary>A budget in front of another one.</summary>
internal class PassingBudget(Budget budget) : Budget
{
    public override Priority Priority => budget.Priority;

    public override ValueTask<Permit> AcquireAsync(double cost, Priority priority, CancellationToken cancel) =>
        budget.AcquireAsync(cost, priority, cancel);

    public override void Describe(double capacity, double restoredPerSecond) =>
        budget.Describe(capacity, restoredPerSecond);
}
