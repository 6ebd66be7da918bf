namespace IntegrationHost.Engine.Intake;

/// <summary>What somebody is told who named a flow that is not there.</summary>
internal static class FlowNames
{
    /// <summary>The sentence, with the flows that would do.</summary>
    public static string Unknown(string flow, IEnumerable<string> known, string does)
    {
        var names = string.Join(", ", known.Order(StringComparer.Ordinal));
        return $"no flow '{flow}' runs that {does}; "
            + (names.Length > 0 ? $"there are: {names}" : "none does; 'ihost status' says why");
    }
}
