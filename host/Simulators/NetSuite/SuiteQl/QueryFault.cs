namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>The query cannot be run as it is.</summary>
internal sealed class QueryFault(string message) : Exception(message)
{
    public static QueryFault UnknownField(string name) => new($"Field '{name}' not found.");
}
