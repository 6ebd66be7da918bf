using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Mapping;

/// <summary>A fingerprint per field of a rendered record, references as the script gave them.</summary>
internal static class FieldPrints
{
    private const int Bytes = 8;

    public static IReadOnlyDictionary<string, string> Of(Record rendered)
    {
        using var document = JsonDocument.Parse(rendered.ToUtf8());
        return document.RootElement.EnumerateObject()
            .ToDictionary(field => field.Name, field => PrintOf(field.Value));
    }

    private static string PrintOf(JsonElement value) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(value.GetRawText())).AsSpan(0, Bytes));
}
