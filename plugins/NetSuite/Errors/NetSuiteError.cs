using System.Text.Json;

namespace IntegrationHost.Plugins.NetSuite.Errors;

/// <summary>A refusal as NetSuite tells it.</summary>
/// <param name="Status">The HTTP status; 0 where no answer came.</param>
/// <param name="Code">The <c>o:errorCode</c>, or empty.</param>
/// <param name="Detail">What NetSuite says.</param>
/// <param name="Path">The <c>o:errorPath</c> of the offending field, or null.</param>
internal sealed record NetSuiteError(int Status, string Code, string Detail, string? Path)
{
    /// <summary>Reads the error body; an answer that is none (a proxy's page) still yields its status.</summary>
    public static NetSuiteError Read(int status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return FromDocument(status, document.RootElement);
        }
        catch (JsonException)
        {
            return new NetSuiteError(status, "", "the answer is no NetSuite error body", null);
        }
    }

    private static NetSuiteError FromDocument(int status, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new NetSuiteError(status, "", "the answer is no NetSuite error body", null);
        }

        var first = root.TryGetProperty("o:errorDetails", out var details)
            && details.ValueKind == JsonValueKind.Array && details.GetArrayLength() > 0
            && details[0].ValueKind == JsonValueKind.Object
            ? details[0]
            : root;
        // Older accounts put the code beside the title instead of into the details.
        var code = TextOf(first, "o:errorCode") ?? TextOf(root, "o:errorCode") ?? "";
        var detail = TextOf(first, "detail") ?? TextOf(root, "title") ?? "no detail given";
        return new NetSuiteError(status, code, detail, TextOf(first, "o:errorPath"));
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
