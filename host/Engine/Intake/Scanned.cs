using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Intake;

/// <summary>What a look at a feed found.</summary>
/// <param name="Changes">One per record, its newest.</param>
/// <param name="IsComplete">False when there are more than were looked at.</param>
internal sealed record Scanned(IReadOnlyList<Change> Changes, bool IsComplete);
