namespace IntegrationHost.Engine.Intake;

/// <summary>What a flow would read again.</summary>
/// <param name="Flow">The flow's name.</param>
/// <param name="To">From where on.</param>
/// <param name="Records">Records that changed since.</param>
/// <param name="New">Those of them the flow has not handled in their present version: they would be written.</param>
/// <param name="IsComplete">False when there are more than were looked at.</param>
/// <param name="First">The oldest change.</param>
/// <param name="Last">The newest change.</param>
/// <param name="Sample">Names of some of the new ones, at most ten.</param>
public sealed record RewindPreview(
    string Flow,
    DateTimeOffset To,
    int Records,
    int New,
    bool IsComplete,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    IReadOnlyList<string> Sample);
