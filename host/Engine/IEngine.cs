using IntegrationHost.Connectors;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine;

/// <summary>The running engine as the page, the API and the command line see it.</summary>
public interface IEngine
{
    /// <summary>The state's history: records, problems, counts.</summary>
    IHistory History { get; }

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
    string? ScriptFault);

/// <summary>One connection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">open to traffic, or paused until it answers again.</param>
/// <param name="Fault">Why it is paused, or what a person must know, or null.</param>
/// <param name="Waiting">Requests waiting for the account's budget.</param>
/// <param name="Throttled">Requests the account refused as too many.</param>
public sealed record ConnectionStatus(string Name, ConnectionState State, string? Fault, int Waiting, long Throttled);

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
