namespace IntegrationHost.Engine.Planning;

/// <summary>What to plan: records changed since, these, those of a cause; without any of it all that waits in the
/// flow.</summary>
/// <param name="Flow">Of which flow.</param>
/// <param name="Since">Records changed from this instant on, or null.</param>
/// <param name="Ids">These source ids, or null.</param>
/// <param name="Cause">Records that wait for this cause, or null.</param>
/// <param name="Most">At most so many.</param>
public sealed record PlanOrder(
    string Flow, DateTimeOffset? Since, IReadOnlyList<string>? Ids, string? Cause, int Most = PlanOrder.RecordsUsual)
{
    /// <summary>Records of a plan where nothing else is asked.</summary>
    public const int RecordsUsual = 500;
    /// <summary>Records of a plan, at most.</summary>
    public const int RecordsMost = 5000;
}
