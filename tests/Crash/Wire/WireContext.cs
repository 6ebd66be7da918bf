using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHost.Records;

namespace IntegrationHost.Crash.Wire;

/// <summary>How commands and answers are written; made at build time, because a child starts for a few hundred
/// calls.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(RecordConverter)])]
[JsonSerializable(typeof(Asked))]
[JsonSerializable(typeof(Answered))]
[JsonSerializable(typeof(Command))]
internal sealed partial class WireContext : JsonSerializerContext;

/// <summary>A payload travels as the bytes it is.</summary>
internal sealed class RecordConverter : JsonConverter<Record>
{
    public override Record Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Record.Parse(reader.GetBytesFromBase64());

    public override void Write(Utf8JsonWriter writer, Record value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(value.ToUtf8());
}
