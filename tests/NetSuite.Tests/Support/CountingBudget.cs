using IntegrationHost.Limits;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>Grants every permit at once and counts what is asked and reported.</summary>
internal sealed class CountingBudget : Budget
{
    private int _acquired;
    private int _held;
    private int _throttled;

    public override Priority Priority => Priority.Inventory;

    public int Acquired => _acquired;

    public int Held => _held;

    public int Throttled => _throttled;

    public double Capacity { get; private set; }

    public List<Priority> Priorities { get; } = [];

    public override ValueTask<Permit> AcquireAsync(double cost, Priority priority, CancellationToken cancel)
    {
        Interlocked.Increment(ref _acquired);
        Interlocked.Increment(ref _held);
        lock (Priorities)
        {
            Priorities.Add(priority);
        }

        return ValueTask.FromResult<Permit>(new CountedPermit(this));
    }

    public override void Describe(double capacity, double restoredPerSecond) => Capacity = capacity;

    private sealed class CountedPermit(CountingBudget budget) : Permit
    {
        public override void Report(double actual, double? remaining = null, TimeSpan? retryAfter = null)
        {
            if (retryAfter is not null)
            {
                Interlocked.Increment(ref budget._throttled);
            }
        }

        protected override void Dispose(bool disposing) => Interlocked.Decrement(ref budget._held);
    }
}
