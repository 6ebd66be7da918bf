using System.Buffers;
using System.Text.Json;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Mapping;

/// <summary>What a script saw, as one document: the source record, and under <c>$reads</c> what was read beside it. It
/// is kept with the record, so that mapping it once more asks nobody.</summary>
internal static class StoredInput
{
    private const string Reads = "$reads";

    public static byte[] Of(Record source, IReadOnlyDictionary<string, Record> reads)
    {
        var utf8 = source.ToUtf8();
        if (reads.Count == 0)
        {
            return utf8;
        }

        using var document = JsonDocument.Parse(utf8);
        var buffer = new ArrayBufferWriter<byte>(utf8.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var field in document.RootElement.EnumerateObject().Where(field => field.Name != Reads))
            {
                field.WriteTo(writer);
            }

            writer.WriteStartObject(Reads);
            foreach (var (name, read) in reads)
            {
                writer.WritePropertyName(name);
                read.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What was read beside a stored source, or null for a source that was read just now.</summary>
    public static Record? ReadsOf(Record source) => source.InnerOrNull(Reads);
}
