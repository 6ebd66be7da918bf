using System.Collections.Concurrent;
using IntegrationHost.Engine.Mapping;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>Settings and tables of a test.</summary>
internal sealed class MemoryValues : ISiteValues
{
    private readonly ConcurrentDictionary<(string Table, string Key), string> _tables = new();

    public string? Setting(FlowDefinition flow, string name) => null;

    public string? TableValue(FlowDefinition flow, string table, string key) => _tables.GetValueOrDefault((table, key));

    public bool HasTable(string table) => _tables.Keys.Any(entry => entry.Table == table);

    public void Mapped(string table, string key, string value) => _tables[(table, key)] = value;
}
