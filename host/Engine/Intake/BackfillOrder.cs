namespace IntegrationHost.Engine.Intake;

/// <summary>What to read in: records changed since, or these.</summary>
/// <param name="Flow">For which flow.</param>
/// <param name="Since">Records changed from this instant on, or null.</param>
/// <param name="Ids">These source ids, or null; at most <see cref="IdsMost"/>.</param>
public sealed record BackfillOrder(string Flow, DateTimeOffset? Since, IReadOnlyList<string>? Ids)
{
    /// <summary>Ids of one backfill, at most.</summary>
    public const int IdsMost = 100_000;
}
