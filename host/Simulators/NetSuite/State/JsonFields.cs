using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>Reads record bodies, which write one thing in several ways: a reference is <c>{"id":"6"}</c> or
/// <c>6</c>, a number is a number or text.</summary>
internal static class JsonFields
{
    /// <summary>A scalar as text, or null where it is absent, null or no scalar.</summary>
    public static string? Text(this JsonObject fields, string name) => TextOf(fields[name]);

    /// <summary>The id in a reference, or null.</summary>
    public static string? Reference(this JsonObject fields, string name) =>
        fields[name] is JsonObject reference ? TextOf(reference["id"]) : TextOf(fields[name]);

    /// <summary>A number, or null.</summary>
    public static decimal? Number(this JsonObject fields, string name) =>
        decimal.TryParse(Text(fields, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Whether a checkbox is ticked.</summary>
    public static bool Flag(this JsonObject fields, string name) => Text(fields, name) is "true" or "T";

    /// <summary>The lines of a sublist, or none.</summary>
    public static IEnumerable<JsonObject> Lines(this JsonObject fields, string sublist) =>
        fields[sublist] is JsonObject list && list["items"] is JsonArray items ? items.OfType<JsonObject>() : [];

    public static string? TextOf(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
        _ => null,
    };

    public static JsonObject ReferenceTo(string id, string? refName) => refName is null
        ? new JsonObject { ["id"] = id }
        : new JsonObject { ["id"] = id, ["refName"] = refName };
}
