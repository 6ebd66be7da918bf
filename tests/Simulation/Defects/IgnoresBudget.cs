using IntegrationHost.Limits;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Sends at once whatever the account grants.</summary>
internal sealed class IgnoresBudget : Defect
{
    public override Budget BudgetOf(Budget budget) => new Boundless(budget);

    private sealed class Boundless(Budget budget) : PassingBudget(budget)
    {
        public override ValueTask<Permit> AcquireAsync(double cost, Priority priority, CancellationToken cancel) =>
            new(new Free());
    }

    private sealed class Free : Permit
    {
        public override void Report(double actual, double? remaining = null, TimeSpan? retryAfter = null)
        {
            // Nobody counts.
        }

        protected override void Dispose(bool disposing)
        {
            // Nothing was taken.
        }
    }
}
