namespace IntegrationHost.Engine.Intake;

/// <summary>Reading history in, below all live traffic. One backfill per flow at a time; it goes on by itself after a
/// restart.</summary>
public interface IBackfills
{
    /// <summary>What one would read, by a look at the feed. Changes nothing; ids are only counted.</summary>
    /// <exception cref="ArgumentException">As for a start.</exception>
    Task<RewindPreview> PreviewAsync(BackfillOrder order, CancellationToken cancel);

    /// <summary>Starts one.</summary>
    /// <exception cref="ArgumentException">There is no such flow, one of it runs already, or what is asked cannot be
    /// meant.</exception>
    Task<BackfillStatus> StartAsync(BackfillOrder order, string by, CancellationToken cancel);

    /// <summary>The last one of each flow.</summary>
    Task<IReadOnlyList<BackfillStatus>> ListAsync(CancellationToken cancel);

    /// <summary>Ends the one of a flow where it is; what was read goes its way. False when none runs.</summary>
    Task<bool> StopAsync(string flow, string by, CancellationToken cancel);
}
