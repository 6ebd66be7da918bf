using System.Globalization;
using System.Text.Json;

namespace IntegrationHost.Records;

public sealed partial class Record
{
    /// <summary>The names of the record's fields, in their order.</summary>
    public IReadOnlyList<string> Fields => [.. Document.EnumerateObject().Select(property => property.Name)];

    /// <summary>True when there is a value that is not null.</summary>
    public bool Has(string path) => At(path, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Text; a number or true/false is given as it is written.</summary>
    public string Text(string path) => TextOrNull(path) ?? throw Missing(path, "text");

    /// <summary>Text, or null where there is none.</summary>
    public string? TextOrNull(string path) => !Has(path) ? null : Value(path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object or JsonValueKind.Array } other => throw Wrong(path, "text", other),
        var scalar => scalar.GetRawText(),
    };

    /// <summary>True or false; the letters T and F of NetSuite count.</summary>
    public bool Flag(string path) => Value(path) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } letter when letter.ValueEquals("T") || letter.ValueEquals("true") => true,
        { ValueKind: JsonValueKind.String } letter when letter.ValueEquals("F") || letter.ValueEquals("false") => false,
        var other => throw Wrong(path, "true or false", other),
    };

    /// <summary>True or false; false where there is nothing.</summary>
    public bool FlagOrFalse(string path) => Has(path) && Flag(path);

    /// <summary>A number, written as a number or as text.</summary>
    public decimal Number(string path) => NumberOrNull(path) ?? throw Missing(path, "number");

    /// <summary>A number, or null where there is none.</summary>
    public decimal? NumberOrNull(string path)
    {
        if (!Has(path))
        {
            return null;
        }

        var value = Value(path);
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(path, "a number", value);
    }

    /// <summary>An amount of money, exact, written as a number or as text.</summary>
    public decimal Money(string path) => NumberOrNull(path) ?? throw Missing(path, "amount");

    /// <summary>A calendar date. An instant is turned into the date it was in the zone.</summary>
    /// <param name="path">The field.</param>
    /// <param name="zone">An IANA time zone, for example <c>America/New_York</c>.</param>
    public DateOnly Date(string path, string zone)
    {
        var text = Text(path);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            throw new RecordException($"'{zone}' is no time zone; write it like America/New_York");
        }

        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Instant(path), found).DateTime);
    }

    /// <summary>A point in time with its offset; a text without an offset is refused.</summary>
    public DateTimeOffset Instant(string path)
    {
        var value = Value(path);
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var instant)
            && HasOffset(value.GetString()!)
            ? instant
            : throw Wrong(path, "a point in time with its offset", value);
    }

    /// <summary>The record inside the record.</summary>
    public Record Inner(string path) => InnerOrNull(path) ?? throw Missing(path, "record");

    /// <summary>The record inside the record, or null where there is none.</summary>
    public Record? InnerOrNull(string path) => !Has(path) ? null
        : Value(path) is { ValueKind: JsonValueKind.Object } inner ? new Record(inner)
        : throw Wrong(path, "a record", Value(path));

    /// <summary>The records of a list.</summary>
    public IReadOnlyList<Record> List(string path) => Value(path) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(From)]
        : throw Wrong(path, "a list", Value(path));

    /// <summary>The records of a list; none where there is no list.</summary>
    public IReadOnlyList<Record> ListOrEmpty(string path) => Has(path) ? List(path) : [];

    /// <summary>The texts of a list; none where there is no list.</summary>
    public IReadOnlyList<string> Texts(string path) => !Has(path) ? []
        : Value(path) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(Scalar)]
        : throw Wrong(path, "a list of texts", Value(path));

    private static string Scalar(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^3] == ':' && text[^6] is '+' or '-');

    private JsonElement Value(string path) => At(path, out var value) ? value : throw Missing(path, "value");

    private bool At(string path, out JsonElement value)
    {
        value = Document;
        foreach (var part in path.AsSpan().Split('.'))
        {
            var name = path.AsSpan(part);
            if (value.ValueKind == JsonValueKind.Array)
            {
                if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
                    || place >= value.GetArrayLength())
                {
                    return false;
                }

                value = value[place];
            }
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return false;
            }
        }

        return true;
    }

    private static RecordException Missing(string path, string kind) => new($"'{path}' has no {kind}");

    private static RecordException Wrong(string path, string wanted, JsonElement found) =>
        new($"'{path}' is {RecordValue.Name(found.ValueKind)}, not {wanted}");
}
