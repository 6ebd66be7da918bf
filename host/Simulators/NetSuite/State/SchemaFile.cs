using System.Text.Json;

namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>Reads the schema: groups of fields, and the types that are put together from them. The names are those of
/// NetSuite's REST API browser, release 2026.1.</summary>
internal static class SchemaFile
{
    public static IReadOnlyList<RecordType> Read()
    {
        using var document = Document();
        var groups = document.RootElement.GetProperty("groups").EnumerateObject()
            .ToDictionary(group => group.Name, group => group.Value);
        return [.. document.RootElement.GetProperty("types").EnumerateObject()
            .Select(type => TypeOf(type.Name, type.Value, groups))];
    }

    /// <summary>The fields of a postal address.</summary>
    public static IReadOnlyDictionary<string, FieldShape> Address { get; } = ReadAddress();

    private static RecordType TypeOf(string name, JsonElement type, Dictionary<string, JsonElement> groups)
    {
        var fields = FieldsOf(type, groups);
        fields.TryAdd("externalId", new FieldShape("externalId", "s"));
        var sublists = type.TryGetProperty("sublists", out var lists)
            ? lists.EnumerateObject().ToDictionary(
                list => list.Name,
                list => new SublistShape(
                    [.. list.Value.GetProperty("key").EnumerateArray().Select(key => key.GetString()!)],
                    FieldsOf(list.Value, groups)),
                StringComparer.OrdinalIgnoreCase)
            : [];
        return new RecordType(name, type.GetProperty("family").GetString()!, TextOf(type, "code"),
            TextOf(type, "prefix"), fields, sublists);
    }

    private static Dictionary<string, FieldShape> FieldsOf(JsonElement of, Dictionary<string, JsonElement> groups)
    {
        var used = of.TryGetProperty("use", out var names)
            ? names.EnumerateArray().Select(name => groups[name.GetString()!])
            : [];
        var more = of.TryGetProperty("more", out var own) ? used.Append(own) : used;
        var not = of.TryGetProperty("without", out var without)
            ? without.EnumerateArray().Select(name => name.GetString()!).ToHashSet()
            : [];
        return more.SelectMany(group => group.EnumerateObject())
            .Where(field => !not.Contains(field.Name))
            .DistinctBy(field => field.Name)
            .ToDictionary(field => field.Name, field => new FieldShape(field.Name, field.Value.GetString()!),
                StringComparer.OrdinalIgnoreCase);
    }

    private static Dictionary<string, FieldShape> ReadAddress()
    {
        using var document = Document();
        return document.RootElement.GetProperty("groups").GetProperty("address").EnumerateObject().ToDictionary(
            field => field.Name, field => new FieldShape(field.Name, field.Value.GetString()!),
            StringComparer.OrdinalIgnoreCase);
    }

    private static JsonDocument Document() => JsonDocument.Parse(
        typeof(SchemaFile).Assembly.GetManifestResourceStream("netsuite-schema.json")!);

    private static string TextOf(JsonElement type, string name) =>
        type.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
