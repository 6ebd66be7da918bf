namespace IntegrationHost.Crash.Facts;

/// <summary>Something that must not be.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="What">In a sentence, with the record.</param>
internal sealed record Fault(FaultKind Kind, string What);

/// <summary>Kinds of faults.</summary>
internal enum FaultKind
{
    /// <summary>It was acknowledged and is not there.</summary>
    Lost,
    /// <summary>One unit, of which a part is there.</summary>
    Half,
    /// <summary>It is not what was acknowledged, came back, came from nowhere, or could not be read.</summary>
    Different,
}
