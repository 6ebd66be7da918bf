namespace IntegrationHost.Engine.Planning;

/// <summary>What a flow would do.</summary>
/// <param name="Id">Names it for <see cref="IPlans.ReleaseAsync"/>; good for a day, and until the host stops.</param>
/// <param name="Flow">The flow's name.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Records">Record by record.</param>
/// <param name="IsComplete">False when there are more than were planned.</param>
public sealed record Plan(
    string Id, string Flow, DateTimeOffset MadeAt, IReadOnlyList<PlannedRecord> Records, bool IsComplete);

/// <summary>What came of a release.</summary>
/// <param name="Released">Records on their way.</param>
/// <param name="Moved">Records whose source, script or target have moved since the plan was made: when there are any,
/// nothing was released.</param>
public sealed record PlanRelease(int Released, IReadOnlyList<string> Moved);
