using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Turns fields of records into values of SuiteQL.</summary>
internal static class SqlFields
{
    public static object? Text(JsonObject fields, string name) => fields.Text(name);

    public static object? Number(JsonObject fields, string name) => fields.Number(name);

    /// <summary>An id is a number where it is one; a custom list may have others.</summary>
    public static object? Id(JsonObject fields, string name) =>
        fields.Reference(name) is { } id ? SqlValue.Number(id) ?? (object)id : null;

    /// <summary>What a field with several values shows: their ids, as <c>1, 2, 3</c>.</summary>
    public static object? Several(JsonObject fields, string name) =>
        fields.Lines(name).Select(value => value.Text("id")).ToList() is { Count: > 0 } ids
            ? string.Join(", ", ids)
            : Id(fields, name);

    public static object? RefName(JsonObject fields, string name) =>
        (fields[name] as JsonObject)?.Text("refName") ?? fields.Reference(name);

    public static object Flag(JsonObject fields, string name) => fields.Flag(name) ? "T" : "F";

    public static object? Date(JsonObject fields, string name) =>
        DateTime.TryParseExact(fields.Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date)
            ? date
            : null;

    /// <summary>Custom fields keep their case-insensitive name and may be references or checkboxes.</summary>
    public static object? Custom(JsonObject fields, string name) => fields.Reference(name) switch
    {
        "true" => "T",
        "false" => "F",
        var text => text,
    };
}
