using IntegrationHost.Engine;
using IntegrationHost.Engine.Mapping;

namespace IntegrationHost.Benchmarks;

/// <summary>No settings, no tables.</summary>
internal sealed class NoValues : ISiteValues
{
    public string? Setting(FlowDefinition flow, string name) => null;

    public string? TableValue(FlowDefinition flow, string table, string key) => null;

    public bool HasTable(string table) => false;

    public void Mapped(string table, string key, string value)
    {
    }
}
