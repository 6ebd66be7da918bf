namespace IntegrationHost.Engine.Ledger;

/// <summary>Looking after the state.</summary>
public interface IUpkeep
{
    /// <summary>Forgets settled history, delivery keys and stored inputs older than this, a bounded part per call;
    /// answers how much went, 0 when there is nothing left to forget. Crosswalk, ledger and parked records
    /// stay.</summary>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel);

    /// <summary>Writes a copy of the whole state as it is now, while others go on writing. Keys are not in
    /// it.</summary>
    /// <exception cref="NotSupportedException">This store is backed up by other means; the message says
    /// which.</exception>
    Task BackupAsync(Stream to, CancellationToken cancel);

    /// <summary>Whether the store works, and how large it is.</summary>
    Task<StoreHealth> HealthAsync(CancellationToken cancel);
}

/// <summary>How the store is.</summary>
/// <param name="Ok">False after a failed write: the host must be restarted.</param>
/// <param name="Detail">One sentence.</param>
/// <param name="Bytes">On disk.</param>
/// <param name="Pending">Changes in the inbox.</param>
public sealed record StoreHealth(bool Ok, string Detail, long Bytes, int Pending)
{
    /// <summary><c>embedded</c> or <c>postgres</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>How payloads are protected, in a few words.</summary>
    public string Encryption { get; init; } = "";

    /// <summary>What needs somebody before it becomes a fault, a sentence each: a disk that fills up.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
