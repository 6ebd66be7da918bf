using IntegrationHost.Engine.Adopting;

namespace IntegrationHost.App.Api;

/// <summary><c>POST /api/v1/flows/{flow}/plan</c>.</summary>
internal sealed record PlanShape(
    DateTimeOffset? Since, IReadOnlyList<string>? Ids, string? Cause, int? Most);

/// <summary><c>POST /api/v1/plans/{plan}/release</c>.</summary>
internal sealed record PlanReleaseShape(int? Most);

/// <summary><c>POST /api/v1/flows/{flow}/link</c>, and <c>…/link/preview</c>.</summary>
internal sealed record LinkShape(
    IReadOnlyList<LinkRule> By, DateTimeOffset? Since, IReadOnlyList<string>? Ids);
