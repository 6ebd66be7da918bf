using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHost.Mapping;

namespace IntegrationHost.Records;

/// <summary>What a field of a built record may hold, and how it is written.</summary>
internal static class RecordValue
{
    // The document goes to an API, not into a page: names in any script stay readable.
    internal static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Dividing by one with all its places takes trailing zeros off, so that 11.0 and 11.00 are one value.
    private const decimal OneWithAllPlaces = 1.0000000000000000000000000000m;

    internal static object? Checked(string field, object? value) => value switch
    {
        null or string or bool or decimal or int or long or DateOnly or DateTimeOffset or Reference or Record => value,
        IEnumerable<Record> records => records.ToArray(),
        IEnumerable<string> texts => texts.ToArray(),
        double or float => throw new RecordException($"'{field}' is a binary fraction; use decimal (write 1.5m)"),
        DateTime => throw new RecordException($"'{field}' is a DateTime; use source.Date or source.Instant"),
        _ => throw new RecordException($"'{field}' cannot hold a {value.GetType().Name}"),
    };

    internal static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number / OneWithAllPlaces); break;
            case DateOnly date: writer.WriteStringValue(date.ToString("O", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset instant: writer.WriteStringValue(instant); break;
            case Reference reference: WriteReference(writer, reference); break;
            case Record record: record.WriteTo(writer); break;
            case Record[] records: WriteList(writer, records, (to, record) => record.WriteTo(to)); break;
            case string[] texts: WriteList(writer, texts, (to, text) => to.WriteStringValue(text)); break;
            default: throw new InvalidOperationException($"a record held a {value.GetType()}");
        }
    }

    internal static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "a record",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };

    private static void WriteList<T>(Utf8JsonWriter writer, T[] items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }

    // The form a case file shows, too: {"$ref":"link","entity":"customer","value":"77"}.
    private static void WriteReference(Utf8JsonWriter writer, Reference reference)
    {
        writer.WriteStartObject();
        writer.WriteString("$ref", reference is Reference.Link ? "link" : "find");
        writer.WriteString("entity", reference.Entity);
        if (reference is Reference.Find find)
        {
            writer.WriteString("by", find.By);
        }

        writer.WriteString("value", reference.Value);
        writer.WriteEndObject();
    }
}
