using IntegrationHost.Connectors;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine;

/// <summary>The running engine as the page, the API and the command line see it.</summary>
public interface IEngine
{
    /// <summary>The state's history: records, problems, counts.</summary>
    IHistory History { get; }

    /// <summary>Where the flows stand in their feeds.</summary>
    ICursors Cursors => throw new NotSupportedException();

    /// <summary>Reading history in.</summary>
    IBackfills Backfills => throw new NotSupportedException();

    /// <summary>What flows would write.</summary>
    Planning.IPlans Plans => throw new NotSupportedException();

    /// <summary>Adopting pairs that exist already.</summary>
    Adopting.ILinking Linking => throw new NotSupportedException();

    /// <summary>The records that have this id or name, on either side: of a target record the one it was made
    /// of.</summary>
    Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel) =>
        History.FindAsync(nameOrId, cancel);

    /// <summary>All that waits or is out of order, grouped by cause: records and feeds.</summary>
    Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel) => History.ProblemsAsync(cancel);

    /// <summary>Decodes a webhook and makes its changes durable.</summary>
    Task<WebhookAnswer> AcceptWebhookAsync(string connection, WebhookRequest request, CancellationToken cancel);

    /// <summary>What each flow and connection is doing now.</summary>
    EngineStatus Status();

    /// <summary>Polls a flow at once instead of at its next interval; false when there is no such flow.</summary>
    bool PollNow(string flow);

    /// <summary>Sets a table entry for good and releases what waited for it. Answers how many records were
    /// released.</summary>
    /// <exception cref="ArgumentException">There is no such table, or the key or the value is empty.</exception>
    Task<int> MapAsync(string table, string key, string value, string by, CancellationToken cancel);

    /// <summary>Makes the parked records of a cause pending again, at most so many. Answers how many.</summary>
    Task<int> ReleaseAsync(string cause, int most, string by, CancellationToken cancel);

    /// <summary>Settles the parked records of a cause without writing them, with who said so and why. Answers how
    /// many.</summary>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    Task<int> SkipAsync(string cause, string reason, string by, CancellationToken cancel);

    /// <summary>Maps the stored input of the parked records of a cause once more, with the script as it is now, at most
    /// of so many. Answers how many.</summary>
    Task<int> ReplayAsync(string cause, int most, string by, CancellationToken cancel);

    /// <summary>The same for one record, written or not; false when nothing is stored of it.</summary>
    Task<bool> ReplayAsync(Inbox.RecordKey record, string by, CancellationToken cancel);
}

/// <summary>What the engine is doing.</summary>
/// <param name="StartedAt">When it started.</param>
/// <param name="Heartbeat">When its loops last went round; old when it is stuck.</param>
/// <param name="Flows">Per flow.</param>
/// <param name="Connections">Per connection.</param>
public sealed record EngineStatus(
    DateTimeOffset StartedAt,
    DateTimeOffset Heartbeat,
    IReadOnlyList<FlowStatus> Flows,
    IReadOnlyList<ConnectionStatus> Connections);

/// <summary>One flow.</summary>
/// <param name="Flow">Its definition.</param>
/// <param name="LastPoll">When its feed was last read to the end, or null.</param>
/// <param name="PollFault">Why the last poll failed, or why the flow does not run at all, or null.</param>
/// <param name="InFlight">Records being handled.</param>
/// <param name="ScriptVersion">The version in force, or null when none ever compiled.</param>
/// <param name="ScriptFault">Why the newest text of the script is not in force, with file(line,col), or null.</param>
public sealed record FlowStatus(
    FlowDefinition Flow,
    DateTimeOffset? LastPoll,
    string? PollFault,
    int InFlight,
    string? ScriptVersion,
    string? ScriptFault)
{
    /// <summary>When its feed is read next, if nothing comes before; null for one without a feed.</summary>
    public DateTimeOffset? NextPoll { get; init; }

    /// <summary>What starts it, in a few words.</summary>
    public string Triggers { get; init; } = "";

    /// <summary>Whether it waits, with all its records, for a connection that is paused.</summary>
    public bool WaitsForConnection { get; init; }
}

/// <summary>One connection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">open to traffic, or paused until it answers again.</param>
/// <param name="Fault">Why it is paused, or what a person must know, or null.</param>
/// <param name="Waiting">Requests waiting for the account's budget.</param>
/// <param name="Throttled">Requests the account refused as too many.</param>
public sealed record ConnectionStatus(string Name, ConnectionState State, string? Fault, int Waiting, long Throttled)
{
    /// <summary>How the account's budget stands; null for a connection that could not be made.</summary>
    public Connections.AccountLoad? Account { get; init; }

    /// <summary>Since when it is in this state.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When a paused connection is asked again.</summary>
    public DateTimeOffset? ProbedAt { get; init; }

    /// <summary>Why work of this connection takes its time, in a sentence; null when nothing holds it up.</summary>
    public string? Why { get; init; }
}

/// <summary>Whether a connection is used.</summary>
public enum ConnectionState
{
    /// <summary>In use.</summary>
    Open,
    /// <summary>Out of order: its work waits and it is probed until it answers.</summary>
    Paused,
    /// <summary>It could not be made: its flows do not run until its fault is mended and the host started
    /// again.</summary>
    Unusable,
}
