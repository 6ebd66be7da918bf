using System.Globalization;
using IntegrationHost.Limits;
using IntegrationHost.Records;

namespace IntegrationHost.Connectors;

/// <summary>One write to a target.</summary>
/// <param name="Entity">One of the connector's entities.</param>
/// <param name="Record">What the script made of the source record, with all references resolved to ids.</param>
/// <param name="Key">The same for every attempt at the same write: made of flow, source record and content. Steps of
/// a write that takes several calls are numbered, see <see cref="Step"/>.</param>
public sealed record Write(string Entity, Record Record, string Key)
{
    /// <summary>The target record's id when our crosswalk has it; null for a record that was never linked.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the record is to be there or to be gone.</summary>
    public ChangeKind Kind { get; init; } = ChangeKind.Upsert;

    /// <summary>The priority the host puts on it, to be passed to the budget.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>The key of one step of a write that takes several calls: <c>key/1</c>, <c>key/2</c>. Every step must be
    /// recoverable on its own.</summary>
    public string Step(int number) => string.Create(CultureInfo.InvariantCulture, $"{Key}/{number}");
}
