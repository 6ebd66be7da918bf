using IntegrationHost.Engine;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Api;

/// <summary><c>GET /api/v1/status</c>.</summary>
internal sealed record StatusShape(
    DateTimeOffset StartedAt,
    DateTimeOffset Heartbeat,
    string Page,
    IReadOnlyList<FlowShape> Flows,
    IReadOnlyList<ConnectionStatus> Connections,
    StoreHealth State);

/// <summary>One flow in the status.</summary>
internal sealed record FlowShape(
    string Name,
    string From,
    string To,
    string Script,
    string? ScriptVersion,
    string? ScriptFault,
    DateTimeOffset? LastPoll,
    string? PollFault,
    FlowCounts Counts)
{
    /// <summary>What starts it, in a few words.</summary>
    public string Triggers { get; init; } = "";

    /// <summary>When its feed is read next.</summary>
    public DateTimeOffset? NextPoll { get; init; }

    /// <summary>Since when the oldest change on its way has been here.</summary>
    public DateTimeOffset? OldestPending { get; init; }

    /// <summary>Whether it waits for a connection that is paused.</summary>
    public bool WaitsForConnection { get; init; }
}

/// <summary><c>GET /api/v1/records/{flow}/{entity}/{id}</c>: everything known of one record.</summary>
internal sealed record PassportShape(RecordState State, IReadOnlyList<HistoryEntry> History)
{
    /// <summary>The record in the source, <c>connection/entity id</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>The record in the target, or null while there is none.</summary>
    public string? Target { get; init; }

    /// <summary>How often it was put back to be tried again.</summary>
    public int Attempts { get; init; }
}

/// <summary><c>PUT /api/v1/tables/{table}/{key}</c>.</summary>
internal sealed record MapShape(string Value);

/// <summary><c>POST /api/v1/problems/release</c>.</summary>
internal sealed record ReleaseShape(string Cause, int? Most);

/// <summary><c>POST /api/v1/problems/skip</c>.</summary>
internal sealed record SkipShape(string Cause, string Reason);

/// <summary><c>POST /api/v1/problems/replay</c>.</summary>
internal sealed record ReplayShape(string Cause, int? Most);

/// <summary>How many records a person's ruling was about.</summary>
internal sealed record RuledShape(int Records);

/// <summary>What a change released.</summary>
internal sealed record ReleasedShape(int Released);
