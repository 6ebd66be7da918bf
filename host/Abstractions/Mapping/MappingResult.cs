using IntegrationHost.Records;

namespace IntegrationHost.Mapping;

/// <summary>What a script returns. A closed set; a bare <see cref="Record"/> is a write to the flow's target
/// entity.</summary>
public abstract record MappingResult
{
    private MappingResult()
    {
    }

    /// <summary>Write this record.</summary>
    /// <param name="Record">References included.</param>
    /// <param name="Entity">Which of the flow's target entities; null for its only one.</param>
    public sealed record Write(Record Record, string? Entity = null) : MappingResult;

    /// <summary>There is nothing to do: settled with the reason.</summary>
    /// <param name="Reason">In a few words, for example <c>test order</c>.</param>
    public sealed record Skip(string Reason) : MappingResult;

    /// <summary>A person must decide: opens a problem with the reason.</summary>
    /// <param name="Reason">What is wrong and what to do.</param>
    public sealed record Refuse(string Reason) : MappingResult;

    /// <summary>A record alone is a write.</summary>
    public static implicit operator MappingResult(Record record) => FromRecord(record);

    /// <summary>A record alone is a write.</summary>
    public static MappingResult FromRecord(Record record) => new Write(record);
}
