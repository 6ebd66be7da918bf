namespace IntegrationHost.Engine.Ledger;

/// <summary>Looking after the state.</summary>
public interface IUpkeep
{
    /// <summary>Forgets settled history, delivery keys and stored inputs older than this, a bounded part per call;
    /// answers how many rows went. Crosswalk, ledger and parked records stay.</summary>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel);

    /// <summary>Whether the store works, and how large it is.</summary>
    Task<StoreHealth> HealthAsync(CancellationToken cancel);
}

/// <summary>How the store is.</summary>
/// <param name="Ok">False after a failed write: the host must be restarted.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="Bytes">On disk.</param>
/// <param name="Pending">Changes in the inbox.</param>
public sealed record StoreHealth(bool Ok, string Detail, long Bytes, int Pending);
