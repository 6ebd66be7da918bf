using IntegrationHost.Limits;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Keeps the place of a request that was refused as too much.</summary>
internal sealed class LeaksBudget : Defect
{
    public override Budget BudgetOf(Budget budget) => new Leaking(budget);

    private sealed class Leaking(Budget budget) : PassingBudget(budget)
    {
        public override async ValueTask<Permit> AcquireAsync(
            double cost, Priority priority, CancellationToken cancel) =>
            new Kept(await base.AcquireAsync(cost, priority, cancel));
    }

    private sealed class Kept(Permit permit) : Permit
    {
        private bool _isKept = true;

        public override void Report(double actual, double? remaining = null, TimeSpan? retryAfter = null)
        {
            _isKept = retryAfter is not null;
            permit.Report(actual, remaining, retryAfter);
        }

        protected override void Dispose(bool disposing)
        {
            if (!_isKept)
            {
                permit.Dispose();
            }
        }
    }
}
