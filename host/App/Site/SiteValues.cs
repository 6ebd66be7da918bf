using System.Collections.Concurrent;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Mapping;

namespace IntegrationHost.App.Site;

/// <summary>Settings and tables, nearest layer first: settings from the flow, its source, its target, the site;
/// tables from the operator, the site, the pack.</summary>
internal sealed class SiteValues(SiteDefinition site, SiteTables tables) : ISiteValues
{
    private readonly ConcurrentDictionary<(string Table, string Key), string> _mapped = new();
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _connections =
        site.Connections.ToDictionary(connection => connection.Name, connection => connection.Settings);

    public string? Setting(FlowDefinition flow, string name) =>
        Layers(flow).Select(layer => layer.GetValueOrDefault(name)).FirstOrDefault(value => value is not null);

    public string? TableValue(FlowDefinition flow, string table, string key) =>
        _mapped.TryGetValue((table, key), out var mapped) ? mapped : tables.ValueOf(table, key);

    public void Mapped(string table, string key, string value) => _mapped[(table, key)] = value;

    private IEnumerable<IReadOnlyDictionary<string, string>> Layers(FlowDefinition flow) =>
    [
        site.FlowSettings.GetValueOrDefault(flow.Name) ?? new Dictionary<string, string>(),
        _connections[flow.From.Connection],
        _connections[flow.To.Connection],
        site.Settings,
    ];
}
