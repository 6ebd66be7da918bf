using System.Text.Json;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Scripting.Cases;

/// <summary>The settings, tables and reads of a case:
/// <c>{"settings":{}, "tables":{"currencies":{"USD":"1"}}, "reads":{}}</c>. A table it does not name is the one
/// beside the script.</summary>
internal sealed class CaseInputs : MappingInputs
{
    private readonly JsonElement _inputs;
    private readonly string? _tablesFolder;

    private CaseInputs(JsonElement inputs, string? tablesFolder)
    {
        _inputs = inputs;
        _tablesFolder = tablesFolder;
    }

    /// <summary>The inputs of a case: its own file, else the one all cases of the script share, else none.</summary>
    public static CaseInputs Of(string stem, string? tablesFolder)
    {
        var own = stem + CaseFiles.InputsSuffix;
        var shared = Path.Combine(Path.GetDirectoryName(stem)!, CaseFiles.SharedInputs);
        var bytes = File.Exists(own) ? File.ReadAllBytes(own)
            : File.Exists(shared) ? File.ReadAllBytes(shared)
            : "{}"u8.ToArray();
        return new CaseInputs(JsonDocument.Parse(bytes).RootElement, tablesFolder);
    }

    public override string? Setting(string name) => At("settings", name)?.ToString();

    public override string? TableValue(string table, string key) => At("tables", table) is { } rows
        ? rows.TryGetProperty(key, out var value) ? value.ToString() : null
        : Row(table, key);

    public override Record? Read(string name) => At("reads", name) is { } read ? Record.From(read) : null;

    // The file's own rules are checked where the site is read; a case takes the plain rows.
    private string? Row(string table, string key)
    {
        var file = Path.Combine(_tablesFolder ?? "", $"{table}.csv");
        return _tablesFolder is null || !File.Exists(file) ? null : File.ReadLines(file)
            .Select(line => line.Split(',', 2))
            .Where(cells => cells.Length == 2 && cells[0].Trim() == key)
            .Select(cells => cells[1].Trim())
            .FirstOrDefault();
    }

    private JsonElement? At(string group, string name) =>
        _inputs.TryGetProperty(group, out var values) && values.TryGetProperty(name, out var value) ? value : null;
}
