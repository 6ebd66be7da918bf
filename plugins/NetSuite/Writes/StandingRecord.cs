using System.Globalization;
using System.Text.Json;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Compares what was to be written with what stands there. Strict: a doubt counts as a difference, and a
/// difference only means that the same write is sent again.</summary>
internal static class StandingRecord
{
    public static bool Shows(JsonElement standing, JsonElement written) => written.ValueKind switch
    {
        JsonValueKind.Object when standing.ValueKind == JsonValueKind.Object && !IsReference(written, standing) =>
            written.EnumerateObject().All(field => ShowsField(standing, field)),
        JsonValueKind.Object => Named(written, "id") is { } id && ShowsScalar(standing, id),
        JsonValueKind.Array => standing.ValueKind == JsonValueKind.Array
            && standing.GetArrayLength() == written.GetArrayLength()
            && standing.EnumerateArray().Zip(written.EnumerateArray()).All(pair => Shows(pair.First, pair.Second)),
        _ => ShowsScalar(standing, written),
    };

    /// <summary>Whether a header says something else than was written: an amount, a date, a text or a reference. What
    /// the header does not show is no contradiction, and a status moves by itself.</summary>
    public static bool Contradicts(JsonElement standing, JsonElement written) => written.EnumerateObject()
        .Where(field => !field.Name.EndsWith("status", StringComparison.OrdinalIgnoreCase)
            && (field.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
                || (field.Value.ValueKind == JsonValueKind.Object && Named(field.Value, "id") is not null)))
        .Any(field => Named(standing, field.Name) is { ValueKind: not JsonValueKind.Null } value
            && !Shows(value, field.Value) && !IsSameFlag(value, field.Value));

    // Flags are written as T or true, and read as either.
    private static bool IsSameFlag(JsonElement standing, JsonElement written) =>
        Letter(standing) is { } there && there == Letter(written);

    private static string? Letter(JsonElement value) => TextOf(
        value.ValueKind == JsonValueKind.Object ? Named(value, "id") ?? value : value) switch
        {
            "T" or "true" => "T",
            "F" or "false" => "F",
            _ => null,
        };

    private static bool ShowsField(JsonElement standing, JsonProperty written) =>
        Named(standing, written.Name) is { ValueKind: not JsonValueKind.Null } value
            ? Shows(value, written.Value)
            : TextOf(written.Value) is "";

    private static bool IsReference(JsonElement written, JsonElement standing) =>
        Named(written, "id") is not null && Named(standing, "id") is not null;

    private static bool ShowsScalar(JsonElement standing, JsonElement written)
    {
        var there = TextOf(standing.ValueKind == JsonValueKind.Object ? Named(standing, "id") ?? standing : standing);
        var wanted = TextOf(written);
        return there == wanted
            || (Number(there) is { } left && Number(wanted) is { } right && left == right)
            || (IsDate(wanted) && there.StartsWith(wanted, StringComparison.Ordinal));
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsDate(string text) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // NetSuite takes field names in any case and gives them in its own.
    private static JsonElement? Named(JsonElement record, string name)
    {
        foreach (var field in record.EnumerateObject())
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }
}
