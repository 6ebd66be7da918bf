using IntegrationHost.Limits;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>Grants every permit at once.</summary>
internal sealed class FreeBudget : Budget
{
    public override Priority Priority => Priority.Normal;

    public override ValueTask<Permit> AcquireAsync(double cost, Priority priority, CancellationToken cancel) =>
        ValueTask.FromResult<Permit>(new FreePermit());

    public override void Describe(double capacity, double restoredPerSecond)
    {
        // Nothing is limited here.
    }

    private sealed class FreePermit : Permit
    {
        public override void Report(double actual, double? remaining = null, TimeSpan? retryAfter = null)
        {
            // Nothing is limited here.
        }

        protected override void Dispose(bool disposing)
        {
            // Nothing is held.
        }
    }
}
