using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Mapping;

namespace IntegrationHost.Engine.Mapping;

/// <summary>What mapping made of a claimed record. A closed set, switched on in <c>Flow.cs</c> only.</summary>
internal abstract record Mapped(ClaimedRecord Claimed)
{
    /// <summary>Ready to be written.</summary>
    public sealed record Ready(
        ClaimedRecord Claimed,
        Write Write,
        string Fingerprint,
        IReadOnlyList<Expectation> Expectations,
        MappedFrom From) : Mapped(Claimed);

    /// <summary>Nothing to do.</summary>
    public sealed record Skipped(ClaimedRecord Claimed, string Reason, MappedFrom From) : Mapped(Claimed);

    /// <summary>It cannot be mapped now: it waits for dependencies, or for a person.</summary>
    public sealed record Waiting(
        ClaimedRecord Claimed,
        ParkState State,
        IReadOnlyList<ProblemNote> Problems,
        IReadOnlyList<Dependency> WaitsFor,
        Money? AtStake,
        MappedFrom From) : Mapped(Claimed);
}

/// <summary>What a mapping was made from.</summary>
/// <param name="Input">The source record, UTF-8 JSON; empty when there was none.</param>
/// <param name="SourceVersion">Its version.</param>
/// <param name="ScriptVersion">The script's version; empty when none ran.</param>
internal sealed record MappedFrom(ReadOnlyMemory<byte> Input, string SourceVersion, string ScriptVersion)
{
    /// <summary>The newest change that is in the write, where it is not the newest that was claimed.</summary>
    public long? Through { get; init; }
}
