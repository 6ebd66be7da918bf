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
        MappedFrom From) : Mapped(Claimed)
    {
        /// <summary>The references it was made with, each with the id it stood for.</summary>
        public IReadOnlyList<string> Used { get; init; } = [];

        /// <summary>A fingerprint per rendered field.</summary>
        public Lazy<IReadOnlyDictionary<string, string>> Fields { get; init; } =
            new(new Dictionary<string, string>());

        /// <summary>What the script looked up in the target.</summary>
        public IReadOnlyList<Reference> References { get; init; } = [];
    }

    /// <summary>Nothing to do.</summary>
    public sealed record Skipped(ClaimedRecord Claimed, string Reason, MappedFrom From) : Mapped(Claimed)
    {
        /// <summary>True when it is gone on both sides.</summary>
        public bool IsGone { get; init; }

        /// <summary>What a person must know all the same.</summary>
        public IReadOnlyList<ProblemNote> Problems { get; init; } = [];
    }

    /// <summary>The ledger knows a newer version: this one must not overtake it.</summary>
    public sealed record Stale(ClaimedRecord Claimed, string Version) : Mapped(Claimed);

    /// <summary>The source does not show yet what it has reported: it is read again.</summary>
    public sealed record Behind(ClaimedRecord Claimed, string Why) : Mapped(Claimed);

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
/// <param name="Input">What the script saw, UTF-8 JSON; empty when there was nothing.</param>
/// <param name="SourceVersion">The source record's version.</param>
/// <param name="ScriptVersion">The script's version; empty when none ran.</param>
internal sealed record MappedFrom(ReadOnlyMemory<byte> Input, string SourceVersion, string ScriptVersion)
{
    /// <summary>The newest change that is in the write, where it is not the newest that was claimed.</summary>
    public long? Through { get; init; }

    /// <summary>When the reading of the source began.</summary>
    public DateTimeOffset ReadAt { get; init; }
}
