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
    IReadOnlyList<ConnectionStatus> Connections);

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
    FlowCounts Counts);

/// <summary><c>GET /api/v1/records/{flow}/{entity}/{id}</c>: everything known of one record.</summary>
internal sealed record PassportShape(RecordState State, IReadOnlyList<HistoryEntry> History);

/// <summary><c>PUT /api/v1/tables/{table}/{key}</c>.</summary>
internal sealed record MapShape(string Value);

/// <summary><c>POST /api/v1/problems/release</c>.</summary>
internal sealed record ReleaseShape(string Cause, int? Most);

/// <summary>What a change released.</summary>
internal sealed record ReleasedShape(int Released);
