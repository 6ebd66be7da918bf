using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Reads one value by the kind of its field: references are looked up, numbers and dates are
/// checked.</summary>
internal sealed class FieldValue(NetSuiteState state)
{
    /// <exception cref="RecordFault">The value cannot be.</exception>
    public JsonNode? Of(FieldShape field, JsonNode? value, string path) => value switch
    {
        null => null,
        JsonObject multiple when multiple.ContainsKey("items") => multiple.DeepClone(),
        _ when field.Family is { } family => ReferenceOf(family, field.Name, value, path),
        _ when field.IsNumber => NumberOf(field.Name, value, path),
        _ => field.Kind switch
        {
            "d" => DateOf(field.Name, value, path),
            "b" => FlagOf(field.Name, value, path),
            "enum" => JsonFields.ReferenceTo(IdOf(value) ?? throw Wrong(value, field.Name, path), null),
            "value" => new JsonObject { ["value"] = NumberOf(field.Name, Inner(value), path) },
            "s" when value is not JsonValue => throw Wrong(value, field.Name, path),
            _ => value.DeepClone(),
        },
    };

    public static string Shown(JsonNode? value) => value?.ToJsonString() ?? "null";

    private JsonObject ReferenceOf(string family, string name, JsonNode value, string path)
    {
        var id = IdOf(value);
        var externalId = (value as JsonObject)?.Text("externalId");
        if (!state.Plays(family) && (id ?? externalId) is { } unplayed)
        {
            return JsonFields.ReferenceTo(unplayed, null);
        }

        var record = id is not null ? state.InFamily(family, id)
            : externalId is not null ? state.ByExternalId(family, externalId)
            : null;
        return record is not null && !(Inactive.Contains(name) && record.Fields.Flag("isInactive"))
            ? JsonFields.ReferenceTo(
                record.Id.ToString(CultureInfo.InvariantCulture), NetSuiteState.RefName(record))
            : IsCustomPrice(name, id) ? JsonFields.ReferenceTo(id!, "Custom")
            : throw RecordFault.InvalidReference(id ?? externalId ?? Shown(value), name, path);
    }

    // Price level -1 is "custom" and no record.
    private static bool IsCustomPrice(string name, string? id) => name == "price" && id == "-1";

    private static string? IdOf(JsonNode value) =>
        JsonFields.TextOf(value is JsonObject reference ? reference["id"] : value);

    private static JsonNode Inner(JsonNode value) => value is JsonObject inner && inner["value"] is { } given
        ? given
        : value;

    private static JsonValue NumberOf(string name, JsonNode value, string path)
    {
        var text = JsonFields.TextOf(value)?.Trim();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : name == "discountRate" && text is not null && text.EndsWith('%') ? JsonValue.Create(text)
            : throw Wrong(value, name, path);
    }

    // A date-time is taken for a date, as recorded.
    private static JsonValue DateOf(string name, JsonNode value, string path) => JsonValue.Create(
        DateTimeOffset.TryParse(JsonFields.TextOf(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw Wrong(value, name, path));

    private static JsonValue FlagOf(string name, JsonNode value, string path) => JsonFields.TextOf(value) switch
    {
        "true" or "T" => JsonValue.Create(true),
        "false" or "F" => JsonValue.Create(false),
        _ => throw Wrong(value, name, path),
    };

    private static RecordFault Wrong(JsonNode value, string name, string path) =>
        RecordFault.InvalidContent(
            value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : Shown(value), name, path);

    // What is inactive can be named in none of these.
    private static readonly string[] Inactive = ["item", "entity", "customer", "location"];
}
