namespace IntegrationHost.App.Api;

/// <summary><c>PUT /api/v1/flows/{flow}/cursor</c>.</summary>
internal sealed record RewindShape(DateTimeOffset To);

/// <summary><c>POST /api/v1/flows/{flow}/backfill</c>.</summary>
internal sealed record BackfillShape(DateTimeOffset? Since, IReadOnlyList<string>? Ids);
