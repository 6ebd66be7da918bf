using System.Collections.Concurrent;

namespace IntegrationHost.App.Site;

/// <summary>The tables of site and pack, read again when a file's content has changed.</summary>
internal sealed class SiteTables(string siteFolder, string packFolder)
{
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _tables = new();
    private readonly List<SiteFinding> _findings = [];

    public IReadOnlyList<SiteFinding> Findings => _findings;

    /// <summary>The value of a key: the site's, else the pack's, else null.</summary>
    public string? ValueOf(string table, string key) =>
        Of(siteFolder, table).TryGetValue(key, out var own) ? own
        : Of(packFolder, table).TryGetValue(key, out var pack) ? pack : null;

    /// <summary>Reads all files anew.</summary>
    public void Read()
    {
        _findings.Clear();
        foreach (var folder in new[] { siteFolder, packFolder }.Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.csv"))
            {
                _tables[file] = TableFile.Parse(file, File.ReadAllLines(file), _findings);
            }
        }
    }

    private IReadOnlyDictionary<string, string> Of(string folder, string table) =>
        _tables.GetValueOrDefault(Path.Combine(folder, $"{table}.csv")) ?? new Dictionary<string, string>();
}
