using System.Text.Json;

namespace IntegrationHost.Plugins.NetSuite.SuiteQl;

/// <summary>One row. NetSuite gives every value as text under the column's lower-cased name, and leaves NULLs
/// out.</summary>
internal readonly struct SuiteQlRow(JsonElement row)
{
    public string Text(string column) => TextOrNull(column)
        ?? throw new Errors.NetSuiteException($"a SuiteQL row came without '{column}'");

    public string? TextOrNull(string column) => !row.TryGetProperty(column, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => value.GetRawText(),
        };
}
