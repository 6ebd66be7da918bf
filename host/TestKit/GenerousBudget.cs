using IntegrationHost.Limits;

namespace IntegrationHost.TestKit;

/// <summary>A budget that grants everything at once and remembers what it was told.</summary>
public sealed class GenerousBudget : Budget
{
    private int _granted;
    private int _returned;
    private int _refused;

    /// <summary>Permits given out.</summary>
    public int Granted => Volatile.Read(ref _granted);

    /// <summary>Permits not given back yet.</summary>
    public int Open => Granted - Volatile.Read(ref _returned);

    /// <summary>Reports with a time to wait: the account refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <inheritdoc/>
    public override Priority Priority => Priority.Normal;

    /// <inheritdoc/>
    public override ValueTask<Permit> AcquireAsync(double cost, Priority priority, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _granted);
        return ValueTask.FromResult<Permit>(new Given(this));
    }

    /// <inheritdoc/>
    public override void Describe(double capacity, double restoredPerSecond)
    {
        // Whatever the account holds, this budget grants.
    }

    private sealed class Given(GenerousBudget budget) : Permit
    {
        public override void Report(double actual, double? remaining = null, TimeSpan? retryAfter = null)
        {
            if (retryAfter is not null)
            {
                Interlocked.Increment(ref budget._refused);
            }
        }

        protected override void Dispose(bool disposing) => Interlocked.Increment(ref budget._returned);
    }
}
