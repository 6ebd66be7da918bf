using IntegrationHost.Limits;

namespace IntegrationHost.Engine;

/// <summary>One flow: changes of one entity of one connection become writes to another connection.</summary>
/// <param name="Name">As in <c>ihost.json</c>.</param>
/// <param name="Link">The pair of entities it keeps, shared by flows in both directions.</param>
/// <param name="From">Where changes are read.</param>
/// <param name="To">Where records are written.</param>
/// <param name="Script">The mapping, as a path inside the scripts folders.</param>
public sealed record FlowDefinition(string Name, string Link, Endpoint From, Endpoint To, string Script)
{
    /// <summary>As <see cref="Since"/>: the flow begins when it runs for the first time.</summary>
    public static readonly DateTimeOffset FirstStart = DateTimeOffset.MinValue;

    /// <summary>Changes before this instant are not read, whether they are polled or come by webhook.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Time between two polls; zero where only <see cref="Schedules"/> tell when.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Points in time at which it is polled, too.</summary>
    public IReadOnlyList<Intake.ISchedule> Schedules { get; init; } = [];

    /// <summary>Whether webhooks start it, where its source sends any. What they miss is found by the next
    /// poll.</summary>
    public bool TakesWebhooks { get; init; } = true;

    /// <summary>Who goes first when an account's limit is short.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>Further target entities the script may write to with <c>To(entity, record)</c>.</summary>
    public IReadOnlyList<string> AlsoWrites { get; init; } = [];

    /// <summary>Records fetched for the script beside its source, by the name the script uses.</summary>
    public IReadOnlyDictionary<string, RelatedRead> Reads { get; init; } = new Dictionary<string, RelatedRead>();

    /// <summary>True: of several versions that wait, the newest stands for all. False: each version that came with its
    /// record is handled by itself, oldest first.</summary>
    public bool Coalesces { get; init; } = true;

    /// <summary>How long a record may wait for a dependency before a person is told.</summary>
    public TimeSpan HoldAlarmAfter { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What a deletion at the source does.</summary>
    public DeletePolicy Deletes { get; init; } = DeletePolicy.Ask;

    /// <summary>Who wins where both sides changed a field, or null where the flow in the other direction says
    /// it.</summary>
    public ConflictPolicy? Conflict { get; init; }

    /// <summary>The same for single fields of the target record.</summary>
    public IReadOnlyDictionary<string, ConflictPolicy> Owners { get; init; } =
        new Dictionary<string, ConflictPolicy>();

    /// <summary>What a field of the target record is called by the flow in the other direction, where it is not called
    /// the same.</summary>
    public IReadOnlyDictionary<string, string> SameAs { get; init; } = new Dictionary<string, string>();

    /// <summary>True for a flow that keeps the same link in the other direction.</summary>
    public bool IsTwinOf(FlowDefinition other) =>
        Link == other.Link && From == other.To && To == other.From;
}

/// <summary>One side of a flow.</summary>
/// <param name="Connection">A connection's name.</param>
/// <param name="Entity">An entity of it, in the system's own words.</param>
public sealed record Endpoint(string Connection, string Entity)
{
    /// <summary><c>connection/entity</c>, as in <c>ihost.json</c>.</summary>
    public override string ToString() => $"{Connection}/{Entity}";
}

/// <summary>Records that a script wants to see beside its source.</summary>
/// <param name="Entity">Its entity.</param>
/// <param name="IdPath">Where in the source record its id stands.</param>
public sealed record RelatedRead(string Entity, string IdPath)
{
    /// <summary>The link by which the id at the path leads to a record of the target, or null for a record of the
    /// source.</summary>
    public string? Link { get; init; }

    /// <summary>The field of the entity that holds that id, where the records that belong to it are wanted, as a list
    /// under <c>records</c>; or null for the record itself.</summary>
    public string? By { get; init; }
}
