using IntegrationHost.Simulators.NetSuite.Rest;

namespace IntegrationHost.Simulators.NetSuite.Faults;

/// <summary>Answers to be spoilt.</summary>
/// <param name="Path">What the address contains.</param>
/// <param name="Status">The status to answer with.</param>
/// <param name="AfterCommit">Whether the request is carried out all the same.</param>
internal sealed record PlannedFault(string Path, int Status, bool AfterCommit)
{
    /// <summary>What the error body says instead of what goes with the status; null for that.</summary>
    public RecordFault? Says { get; init; }

    /// <summary>After what time the request is carried out all the same; null for at once or never.</summary>
    public TimeSpan? CommitsAfter { get; init; }

    /// <summary>The method it waits for; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>How many answers are still to be spoilt.</summary>
    public int Left { get; set; }
}
