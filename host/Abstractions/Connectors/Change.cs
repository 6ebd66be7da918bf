using IntegrationHost.Records;

namespace IntegrationHost.Connectors;

/// <summary>A hint that a record changed. The host reads the record back in batches just before it maps it, unless
/// <see cref="Record"/> is given.</summary>
/// <param name="Entity">An entity of the connector.</param>
/// <param name="Id">The record's id in its system, always as text.</param>
/// <param name="Version">What orders the record's versions, for example its last-changed stamp; the empty string when
/// the system has none, the host then compares fingerprints.</param>
public sealed record Change(string Entity, string Id, string Version)
{
    /// <summary>Whether the record is there or gone.</summary>
    public ChangeKind Kind { get; init; } = ChangeKind.Upsert;

    /// <summary>The whole record as the API gives it, or null when the host shall read it.</summary>
    public Record? Record { get; init; }

    /// <summary>What people call the record, for example <c>#1042</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The id of the record this one belongs to (a refund's order): changes with one group key are handled one
    /// after the other. The record's own id when null.</summary>
    public string? GroupKey { get; init; }

    /// <summary>When the system says it changed.</summary>
    public DateTimeOffset? ChangedAt { get; init; }
}

/// <summary>What happened to a record.</summary>
public enum ChangeKind
{
    /// <summary>It was created or changed.</summary>
    Upsert,
    /// <summary>It is gone.</summary>
    Delete,
}
