using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Mapping;

namespace IntegrationHost.App.Site;

/// <summary>Settings and tables, nearest layer first: settings from the flow, its source, its target, the site; tables
/// from the operator, the site, the pack.</summary>
internal sealed class SiteValues(SiteDefinition site, SiteTables tables) : ISiteValues
{
    /// <summary>What a script knows of its flow without anybody setting it: when it begins.</summary>
    private const string Since = "since";
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private readonly ConcurrentDictionary<(string Table, string Key), string> _mapped = new();
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _connections =
        site.Connections.ToDictionary(connection => connection.Name, connection => connection.Settings);

    public string? Setting(FlowDefinition flow, string name) => Nearest(flow, name)?.Value;

    public string? TableValue(FlowDefinition flow, string table, string key) =>
        _mapped.TryGetValue((table, key), out var mapped) ? mapped : tables.ValueOf(table, key);

    public bool HasTable(string table) => tables.Has(table) || _mapped.Keys.Any(entry => entry.Table == table);

    public void Mapped(string table, string key, string value) => _mapped[(table, key)] = value;

    /// <summary>Which key of <c>ihost.json</c> gives a setting its value, or null when nobody sets it.</summary>
    public string? SettingOrigin(FlowDefinition flow, string name) => Nearest(flow, name)?.Origin;

    /// <summary>Where a table's key has its value from: the operator, or a file; null when nobody maps it.</summary>
    public string? TableOrigin(string table, string key) =>
        _mapped.ContainsKey((table, key)) ? "the operator" : tables.OriginOf(table, key);

    private (string Value, string Origin)? Nearest(FlowDefinition flow, string name)
    {
        foreach (var (origin, layer) in Layers(flow))
        {
            if (layer.TryGetValue(name, out var value))
            {
                return (value, $"{origin}:{name}");
            }
        }

        return name == Since && flow.Since != FlowDefinition.FirstStart
            ? (flow.Since.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture), $"flows:{flow.Name}:since")
            : null;
    }

    private IEnumerable<(string Origin, IReadOnlyDictionary<string, string> Values)> Layers(FlowDefinition flow) =>
    [
        ($"flows:{flow.Name}:settings", site.FlowSettings.GetValueOrDefault(
            flow.Name) ?? new Dictionary<string, string>()),
        ($"connections:{flow.From.Connection}:settings", _connections[flow.From.Connection]),
        ($"connections:{flow.To.Connection}:settings", _connections[flow.To.Connection]),
        ("settings", site.Settings),
    ];
}
