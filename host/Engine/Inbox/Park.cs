namespace IntegrationHost.Engine.Inbox;

/// <summary>A claimed record that is tried again later.</summary>
/// <param name="Record">Which.</param>
/// <param name="Due">Not before.</param>
/// <param name="Reason">In a sentence.</param>
/// <param name="At">When it was put back.</param>
public sealed record Retry(RecordKey Record, DateTimeOffset Due, string Reason, DateTimeOffset At);

/// <summary>A claimed record that waits.</summary>
/// <param name="Record">Which.</param>
/// <param name="State">For a dependency or for a person.</param>
/// <param name="Problems">Why; never empty.</param>
/// <param name="WaitsFor">Dependencies: the arrival of any makes it pending again.</param>
/// <param name="Input">The source record as it was mapped, UTF-8 JSON; shown and replayed.</param>
/// <param name="At">When.</param>
public sealed record Park(
    RecordKey Record,
    ParkState State,
    IReadOnlyList<ProblemNote> Problems,
    IReadOnlyList<Dependency> WaitsFor,
    ReadOnlyMemory<byte> Input,
    DateTimeOffset At)
{
    /// <summary>The money that waits with it, where the script stated a total.</summary>
    public Money? AtStake { get; init; }

    /// <summary>Which script version was at work.</summary>
    public string? ScriptVersion { get; init; }

    /// <summary>True where every version is handled by itself: the older changes stay beside the newest.</summary>
    public bool KeepsVersions { get; init; }
}

/// <summary>For whom a parked record waits.</summary>
public enum ParkState
{
    /// <summary>For a dependency: it releases itself.</summary>
    Held,
    /// <summary>For a person: fix and release.</summary>
    Refused,
}

/// <summary>Something a record waits for.</summary>
/// <param name="Kind">Link, find or table.</param>
/// <param name="Scope">The link's name and side, the target entity and field, or the table.</param>
/// <param name="Value">The id, value or key.</param>
public sealed record Dependency(DependencyKind Kind, string Scope, string Value)
{
    /// <summary>One text for indexes.</summary>
    public override string ToString() => $"{Kind}|{Scope}|{Value}";
}

/// <summary>What kind of thing a record waits for.</summary>
public enum DependencyKind
{
    /// <summary>A crosswalk entry; its settle releases.</summary>
    Link,
    /// <summary>A record in the target; looked for again from time to time.</summary>
    Find,
    /// <summary>A table key; mapping it releases.</summary>
    Table,
}

/// <summary>Why a record waits. Problems with one cause are shown as one.</summary>
/// <param name="Cause">Link, target, normalised code, field and value: never raw text.</param>
/// <param name="Code">Stable, in kebab-case, for example <c>unmapped-value</c>.</param>
/// <param name="Text">What is wrong, in a sentence.</param>
/// <param name="Remedy">What a person can do, in a sentence.</param>
/// <param name="NeedsPerson">False for a dependency that will come by itself.</param>
public sealed record ProblemNote(string Cause, string Code, string Text, string Remedy, bool NeedsPerson);

/// <summary>An amount.</summary>
/// <param name="Amount">Exact.</param>
/// <param name="Currency">An ISO code, or empty where the script gave none.</param>
public sealed record Money(decimal Amount, string Currency);

/// <summary>Which parked records become pending again: all that match every given part.</summary>
public sealed record Requeue
{
    /// <summary>Records with a problem of this cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Records that wait for one of these.</summary>
    public IReadOnlyList<Dependency>? WaitsFor { get; init; }

    /// <summary>This record.</summary>
    public RecordKey? Record { get; init; }

    /// <summary>At most so many (a canary releases one).</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Who asked, for the record's history.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
