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

    /// <summary>Time between two polls.</summary>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Who goes first when an account's limit is short.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>Further target entities the script may write to with <c>To(entity, record)</c>.</summary>
    public IReadOnlyList<string> AlsoWrites { get; init; } = [];

    /// <summary>Records fetched for the script beside its source, by the name the script uses.</summary>
    public IReadOnlyDictionary<string, RelatedRead> Reads { get; init; } = new Dictionary<string, RelatedRead>();
}

/// <summary>One side of a flow.</summary>
/// <param name="Connection">A connection's name.</param>
/// <param name="Entity">An entity of it, in the system's own words.</param>
public sealed record Endpoint(string Connection, string Entity)
{
    /// <summary><c>connection/entity</c>, as in <c>ihost.json</c>.</summary>
    public override string ToString() => $"{Connection}/{Entity}";
}

/// <summary>A record of the source system that a script wants to see beside its source.</summary>
/// <param name="Entity">Its entity.</param>
/// <param name="IdPath">Where in the source record its id stands.</param>
public sealed record RelatedRead(string Entity, string IdPath);
