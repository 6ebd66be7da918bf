namespace IntegrationHost.Connectors;

/// <summary>A connector that can read much history at once, by a bulk interface.</summary>
public interface IBackfill : IConnector
{
    /// <summary>The next page of a backfill. Answers can take long to prepare: a page may be empty with
    /// <see cref="BackfillPage.HasMore"/> set, the host then asks again after a pause.</summary>
    Task<BackfillPage> ReadBackfillAsync(string entity, BackfillRequest request, CancellationToken cancel);
}

/// <summary>What to read.</summary>
/// <param name="Since">Records changed from this instant on; null for all.</param>
/// <param name="Resume">Where an interrupted backfill goes on; null at its start.</param>
public sealed record BackfillRequest(DateTimeOffset? Since, Cursor? Resume);

/// <summary>A part of a backfill.</summary>
/// <param name="Changes">In any order; at most 1,000.</param>
/// <param name="Next">Where to go on, kept once the page is durable.</param>
/// <param name="HasMore">False when the backfill is complete.</param>
/// <param name="Done">Records read so far.</param>
/// <param name="Total">Records the source says there are, when it says so: a complete backfill with fewer is a
/// problem.</param>
public sealed record BackfillPage(
    IReadOnlyList<Change> Changes, Cursor Next, bool HasMore, long Done, long? Total = null);
