namespace IntegrationHost.Crash.Certifying;

/// <summary>What is certified, and how.</summary>
internal sealed record Options
{
    public required string Store { get; init; }

    public string Mode { get; init; } = "kill";

    public int Kills { get; init; } = 200;

    public required int Seed { get; init; }

    /// <summary>Where states are kept; each run makes a folder of its own in it.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>Callers at once.</summary>
    public int Callers { get; init; } = 8;

    /// <summary>Ends at the first fault: for stores that must fail.</summary>
    public bool UntilFault { get; init; }
}
