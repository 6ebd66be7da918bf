namespace IntegrationHost.Scripting.Cases;

/// <summary>How a case ended.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Differences">Field by field; none when it passed.</param>
public sealed record CaseResult(string Name, IReadOnlyList<CaseDifference> Differences)
{
    /// <summary>True when the script gave what the case wants.</summary>
    public bool Passed => Differences.Count == 0;
}

/// <summary>One field in which a script's answer is not what the case wants.</summary>
/// <param name="Path">As a script reads it, for example <c>item.items.0.amount</c>; empty for the whole.</param>
/// <param name="Expected">As JSON; null where the case wants no such field.</param>
/// <param name="Actual">As JSON; null where the script gave no such field.</param>
public sealed record CaseDifference(string Path, string? Expected, string? Actual)
{
    /// <summary>Set instead of a field when the case could not be run.</summary>
    public string? Fault { get; init; }

    /// <summary>In one line, for a person.</summary>
    public override string ToString() => (Fault, Expected, Actual) switch
    {
        ({ } fault, _, _) => fault,
        (_, null, var actual) => $"{Path}: {actual} is not wanted",
        (_, var expected, null) => $"{Path}: {expected} is missing",
        var (_, expected, actual) => $"{(Path.Length == 0 ? "" : $"{Path}: ")}{expected} is wanted, {actual} came",
    };
}
