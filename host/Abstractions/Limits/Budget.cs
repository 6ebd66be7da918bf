namespace IntegrationHost.Limits;

/// <summary>The limits of one remote account, shared by all its connections and flows. It learns from what connectors
/// report, keeps the reserve the site asks for, and serves higher priorities first.</summary>
public abstract class Budget
{
    /// <summary>The priority the host has put on the work in hand; reads pass it on to <see cref="AcquireAsync"/>,
    /// writes pass <see cref="Connectors.Write.Priority"/>.</summary>
    public abstract Priority Priority { get; }

    /// <summary>Waits until one request may be sent. Dispose the permit when the answer is read.</summary>
    /// <param name="cost">What the request will cost at most in the account's own unit: cost points at Shopify, 1 where
    /// only concurrent requests are limited.</param>
    /// <param name="priority">Who goes first.</param>
    /// <param name="cancel">Ends the wait.</param>
    public abstract ValueTask<Permit> AcquireAsync(double cost, Priority priority, CancellationToken cancel);

    /// <summary>Tells what the account says of its own limits: how much it holds and how much comes back in a second.
    /// Accounts that only limit concurrent requests pass the number of requests and 0.</summary>
    public abstract void Describe(double capacity, double restoredPerSecond);
}

/// <summary>The right to send one request, held until disposed.</summary>
public abstract class Permit : IDisposable
{
    /// <summary>Tells what the request really cost.</summary>
    /// <param name="actual">In the unit of <see cref="Budget.AcquireAsync"/>.</param>
    /// <param name="remaining">What the account says is left, where it says so.</param>
    /// <param name="retryAfter">Set when the account refused the request as too much: how long to wait, or zero where
    /// it does not say. The budget lowers its limit and probes up again later.</param>
    public abstract void Report(double actual, double? remaining = null, TimeSpan? retryAfter = null);

    /// <summary>Gives the place back.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the place back.</summary>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Who goes first when an account's limit is short.</summary>
public enum Priority
{
    /// <summary>History being read in; last.</summary>
    Backfill = 0,
    /// <summary>Products and prices.</summary>
    Catalogue = 1,
    /// <summary>Anything not said otherwise.</summary>
    Normal = 2,
    /// <summary>Stock levels.</summary>
    Inventory = 3,
    /// <summary>Orders, payments, refunds, fulfilments; first.</summary>
    Orders = 4,
}
