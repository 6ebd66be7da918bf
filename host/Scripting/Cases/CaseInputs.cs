using System.Text.Json;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Scripting.Cases;

/// <summary>The settings, tables and reads of a case: <c>{"settings":{}, "tables":{"currencies":{"USD":"1"}},
/// "reads":{}}</c>. </summary>
internal sealed class CaseInputs(JsonElement inputs) : MappingInputs
{
    public static CaseInputs None { get; } = new(JsonDocument.Parse("{}").RootElement);

    public override string? Setting(string name) => At("settings", name)?.ToString();

    public override string? TableValue(string table, string key) =>
        At("tables", table) is { } rows && rows.TryGetProperty(key, out var value) ? value.ToString() : null;

    public override Record? Read(string name) => At("reads", name) is { } read ? Record.From(read) : null;

    private JsonElement? At(string group, string name) =>
        inputs.TryGetProperty(group, out var values) && values.TryGetProperty(name, out var value) ? value : null;
}
