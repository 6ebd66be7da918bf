using System.Text;
using System.Text.Json;

namespace IntegrationHost.Records;

/// <summary>One record of any system: named values, records inside records, lists. A record that was read is
/// immutable and reads its UTF-8 document in place; a record that a script builds takes values by field name: <c>new
/// Record { ["memo"] = source.Text("note") }</c>. Values are text, <see cref="decimal"/> and whole numbers,
/// true/false, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/>, <see cref="Mapping.Reference"/>, records, lists
/// of records, lists of text, and null.</summary>
/// <remarks>Paths name fields with dots and list places with numbers: <c>customer.id</c>, <c>taxLines.0.rate</c>.
/// Reading is strict: a value that is missing or of another kind is a <see cref="RecordException"/> with the path in
/// its message; the <c>OrNull</c> and <c>OrEmpty</c> forms allow missing and null.</remarks>
public sealed partial class Record
{
    private readonly List<KeyValuePair<string, object?>>? _built;
    private JsonElement? _document;

    /// <summary>An empty record to be filled by field name.</summary>
    public Record() => _built = [];

    private Record(JsonElement document) => _document = document;

    /// <summary>True for a record that was read: its fields cannot be set.</summary>
    public bool IsReadOnly => _built is null;

    /// <summary>Sets a field of a record being built; setting it again replaces its value.</summary>
    /// <exception cref="RecordException">The record was read, or a record cannot hold such a value.</exception>
    public object? this[string field]
    {
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(field);
            if (_built is null)
            {
                throw new RecordException(
                    $"'{field}' cannot be set: the source record is immutable, build a new Record");
            }

            var entry = KeyValuePair.Create(field, RecordValue.Checked(field, value));
            var at = _built.FindIndex(known => known.Key == field);
            if (at < 0)
            {
                _built.Add(entry);
            }
            else
            {
                _built[at] = entry;
            }

            _document = null;
        }
    }

    /// <summary>Reads a JSON object in place; the bytes must not change afterwards.</summary>
    /// <exception cref="RecordException">The bytes are no JSON object.</exception>
    public static Record Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var root = JsonDocument.Parse(utf8).RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new Record(root)
                : throw new RecordException($"a record is a JSON object, this is {RecordValue.Name(root.ValueKind)}");
        }
        catch (JsonException fault)
        {
            throw new RecordException($"this is no JSON: {fault.Message}", fault);
        }
    }

    /// <summary>Reads a JSON object.</summary>
    /// <exception cref="RecordException">The text is no JSON object.</exception>
    public static Record Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Wraps a JSON object that lives as long as the record.</summary>
    /// <exception cref="RecordException">The element is no JSON object.</exception>
    public static Record From(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? new Record(element)
        : throw new RecordException($"a record is a JSON object, this is {RecordValue.Name(element.ValueKind)}");

    /// <summary>Writes the record as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_built is null)
        {
            _document!.Value.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var (field, value) in _built)
        {
            writer.WritePropertyName(field);
            RecordValue.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>The record as UTF-8 JSON.</summary>
    public byte[] ToUtf8()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(InitialBytes);
        using (var writer = new Utf8JsonWriter(buffer, RecordValue.WriterOptions))
        {
            WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The record as JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToUtf8());

    private const int InitialBytes = 1024;

    // A built record is read through its own JSON, so that reading has one implementation.
    private JsonElement Document => _document ??= JsonDocument.Parse(ToUtf8()).RootElement;
}
