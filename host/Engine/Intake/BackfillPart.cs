using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Intake;

/// <summary>A part of a backfill.</summary>
internal sealed record BackfillPart(IReadOnlyList<Change> Changes, Cursor Next, bool HasMore, string Way)
{
    /// <summary>Records read so far, as the source counts them; 0 where it does not.</summary>
    public long Done { get; init; }

    /// <summary>Records there are, where the source says so.</summary>
    public long? Total { get; init; }
}
