using System.Collections.Concurrent;

namespace IntegrationHost.App.Site;

/// <summary>The tables of site and pack, read again when a file's content has changed. A file that cannot be read, or
/// is wrong, leaves the entries it last had in force: an unfinished edit must not turn mapped values into unmapped
/// ones.</summary>
internal sealed class SiteTables(string siteFolder, string packFolder)
{
    private readonly ConcurrentDictionary<string, TableContent> _tables = new();
    private volatile IReadOnlyList<SiteFinding> _findings = [];

    /// <summary>What was wrong when the files were last read.</summary>
    public IReadOnlyList<SiteFinding> Findings => _findings;

    /// <summary>The value of a key: the site's, else the pack's, else null.</summary>
    public string? ValueOf(string table, string key) => Find(table, key)?.Value;

    /// <summary>Which file gives a key its value, or null when none does.</summary>
    public string? OriginOf(string table, string key) => Find(table, key)?.File;

    /// <summary>True when the site or the pack has such a file, right or wrong.</summary>
    public bool Has(string table) =>
        new[] { siteFolder, packFolder }.Any(folder => File.Exists(Path.Combine(folder, $"{table}.csv")));

    /// <summary>Reads the files whose content has changed.</summary>
    public void Read()
    {
        var findings = new List<SiteFinding>();
        var files = new[] { siteFolder, packFolder }.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csv")).Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            findings.AddRange(ReadOne(file));
        }

        foreach (var gone in _tables.Keys.Except(files))
        {
            _tables.TryRemove(gone, out _);
        }

        _findings = findings;
    }

    private IReadOnlyList<SiteFinding> ReadOne(string file)
    {
        var known = _tables.GetValueOrDefault(file);
        try
        {
            var text = File.ReadAllText(file);
            if (known is null || known.Text != text)
            {
                var (entries, findings) = TableFile.Parse(file, text);
                known = new TableContent(
                    text, findings.Count > 0 && known is not null ? known.Entries : entries, findings);
                _tables[file] = known;
            }

            return known.Findings;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [new SiteFinding(file, $"cannot be read: {fault.Message}")];
        }
    }

    private (string Value, string File)? Find(string table, string key)
    {
        foreach (var folder in new[] { siteFolder, packFolder })
        {
            var file = Path.Combine(folder, $"{table}.csv");
            if (_tables.TryGetValue(file, out var content) && content.Entries.TryGetValue(key, out var value))
            {
                return (value, file);
            }
        }

        return null;
    }

    private sealed record TableContent(
        string Text, IReadOnlyDictionary<string, string> Entries, IReadOnlyList<SiteFinding> Findings);
}
