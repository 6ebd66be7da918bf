using IntegrationHost.Engine;
using IntegrationHost.Engine.Mapping;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>The settings of the played site and the tables of the pack, with what the operator mapped in this life or
/// was found in the state.</summary>
internal sealed class PackValues : ISiteValues
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["shop"] = "us",
        ["subsidiary"] = "1",
        ["taxItem"] = "SHOPIFY-TAX",
        ["timeZone"] = "America/New_York",
    };

    private static readonly Lazy<Dictionary<(string Table, string Key), string>> OfThePack = new(Read);

    private readonly Dictionary<(string Table, string Key), string> _entries = new(OfThePack.Value);

    public string? Setting(FlowDefinition flow, string name) => Settings.GetValueOrDefault(name);

    public string? TableValue(FlowDefinition flow, string table, string key) => TableValue(table, key);

    public string? TableValue(string table, string key) => _entries.GetValueOrDefault((table, key));

    public bool HasTable(string table) => _entries.Keys.Any(entry => entry.Table == table);

    public void Mapped(string table, string key, string value) => _entries[(table, key)] = value;

    private static Dictionary<(string Table, string Key), string> Read()
    {
        var entries = new Dictionary<(string, string), string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Pack.Folder, "tables"), "*.csv"))
        {
            foreach (var line in File.ReadLines(file).Skip(1).Where(line => !line.StartsWith('#')))
            {
                if (line.Split(',') is [var key, var value])
                {
                    entries[(Path.GetFileNameWithoutExtension(file), key)] = value;
                }
            }
        }

        return entries;
    }
}
