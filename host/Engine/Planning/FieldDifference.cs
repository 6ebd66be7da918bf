using System.Globalization;
using System.Text.Json;

namespace IntegrationHost.Engine.Planning;

/// <summary>Compares a rendered write with what the target shows, field by field as they are written. References are
/// compared by their ids, numbers as numbers. Pure.</summary>
internal static class FieldDifference
{
    private const int FieldsMost = 1000;

    /// <summary>The fields that differ, and those the target does not show. Without a standing record: all.</summary>
    public static IReadOnlyList<FieldChange> Of(JsonElement written, JsonElement? standing) =>
        [.. Walk("", written, standing, standing is not null).Take(FieldsMost)];

    private static IEnumerable<FieldChange> Walk(string path, JsonElement written, JsonElement? standing, bool isThere)
    {
        switch (written.ValueKind)
        {
            case JsonValueKind.Object when IdOf(written) is null || standing is null || IdOf(standing.Value) is null:
                return written.EnumerateObject().SelectMany(field =>
                    Walk(Join(path, field.Name), field.Value, Named(standing, field.Name), isThere));
            case JsonValueKind.Array:
                return written.EnumerateArray().SelectMany((item, at) => Walk(
                    Join(path, at.ToString(CultureInfo.InvariantCulture)), item, At(standing, at), isThere));
            default:
                return Leaf(path, TextOf(written), standing, isThere);
        }
    }

    private static IEnumerable<FieldChange> Leaf(string path, string wanted, JsonElement? standing, bool isThere)
    {
        if (standing is not { } there)
        {
            if (wanted.Length > 0 || !isThere)
            {
                yield return new FieldChange(path, null, wanted, IsShown: !isThere);
            }
        }
        else if (!Same(TextOf(there), wanted))
        {
            yield return new FieldChange(path, TextOf(there), wanted, IsShown: true);
        }
    }

    private static bool Same(string there, string wanted) => there == wanted
        || (Number(there) is { } left && Number(wanted) is { } right && left == right)
        || (IsDate(wanted) && there.StartsWith(wanted, StringComparison.Ordinal));

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Object when IdOf(value) is { } id => TextOf(id),
        _ => value.GetRawText(),
    };

    private static JsonElement? IdOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? Named(value, "id") : null;

    // Systems take field names in any case and give them in their own.
    private static JsonElement? Named(JsonElement? record, string name)
    {
        if (record is not { ValueKind: JsonValueKind.Object } known)
        {
            return null;
        }

        foreach (var field in known.EnumerateObject())
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }

    private static JsonElement? At(JsonElement? list, int at) =>
        list is { ValueKind: JsonValueKind.Array } known && at < known.GetArrayLength() ? known[at] : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsDate(string text) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
