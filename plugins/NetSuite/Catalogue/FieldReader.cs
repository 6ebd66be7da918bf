using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Catalogue;

/// <summary>Reads which fields a record type really has, the account's own included, from the metadata
/// catalogue.</summary>
internal sealed class FieldReader(NetSuiteClient client)
{
    /// <exception cref="NetSuiteException">The catalogue has no such type, or is not to be read.</exception>
    public async Task<IReadOnlyList<FieldInfo>> FieldsAsync(string entity, CancellationToken cancel)
    {
        var parts = new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase)
        {
            [entity] = await SchemaAsync(entity, cancel)
                ?? throw new NetSuiteException($"NetSuite's metadata catalogue has no {entity}"),
        };
        // Lists and addresses may be described apart, each under the type's name.
        for (var round = 0; round < DepthMax; round++)
        {
            var named = parts.Values.SelectMany(PartsNamedIn).Where(part => !parts.ContainsKey(part)
                && part.StartsWith($"{entity}-", StringComparison.OrdinalIgnoreCase)).Distinct().ToList();
            foreach (var part in named.Take(PartsMost - parts.Count))
            {
                parts[part] = await SchemaAsync(part, cancel) ?? default;
            }
        }

        var fields = new List<FieldInfo>();
        Collect(fields, parts[entity], "", 0, parts);
        return fields;
    }

    private async Task<JsonElement?> SchemaAsync(string name, CancellationToken cancel)
    {
        var answer = await client.ReadAsync(new NetSuiteRequest(
            HttpMethod.Get, $"/services/rest/record/v1/metadata-catalog/{name}", client.ReadPriority)
        {
            Accept = "application/schema+json",
        }, cancel);
        if (!answer.Ok)
        {
            return null;
        }

        try
        {
            var schema = JsonDocument.Parse(answer.Body).RootElement;
            return schema.ValueKind == JsonValueKind.Object
                ? schema
                : throw new NetSuiteException($"the metadata of {name} is no JSON schema");
        }
        catch (JsonException fault)
        {
            throw new NetSuiteException($"the metadata of {name} is no JSON schema", null, fault);
        }
    }

    private static void Collect(List<FieldInfo> fields, JsonElement schema, string path, int depth,
        Dictionary<string, JsonElement> parts)
    {
        if (depth > DepthMax || !Described(schema, parts).TryGetProperty("properties", out var properties)
            || properties.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.ToString()).ToHashSet()
            : [];
        foreach (var property in properties.EnumerateObject().Where(property => property.Name != "links"))
        {
            var own = path is "" ? property.Name : $"{path}.{property.Name}";
            fields.Add(new FieldInfo(own, KindOf(property.Value), required.Contains(property.Name)));
            var inner = property.Value.ValueKind == JsonValueKind.Object
                && property.Value.TryGetProperty("items", out var line) && TypeOf(property.Value) == "array"
                ? line
                : property.Value;
            Collect(fields, inner, own, depth + 1, parts);
        }
    }

    // The part that a schema names instead of describing it; an empty one where that could not be read.
    private static JsonElement Described(JsonElement schema, Dictionary<string, JsonElement> parts) =>
        PartOf(schema) is { } part && parts.GetValueOrDefault(part) is { ValueKind: JsonValueKind.Object } described
            ? described
            : schema.ValueKind == JsonValueKind.Object ? schema : Nothing;

    private static IEnumerable<string> PartsNamedIn(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(field => PartsNamedIn(field.Value))
            .Concat(PartOf(schema) is { } part ? [part] : []),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(PartsNamedIn),
        _ => [],
    };

    private static string? PartOf(JsonElement schema) => schema.ValueKind == JsonValueKind.Object
        && schema.TryGetProperty("$ref", out var named) && named.ValueKind == JsonValueKind.String
        ? named.GetString()!.Split('/')[^1]
        : null;

    private static FieldKind KindOf(JsonElement property)
    {
        var format = property.TryGetProperty("format", out var given) ? given.ToString() : "";
        return (TypeOf(property), format) switch
        {
            ("number" or "integer", _) => FieldKind.Number,
            ("boolean", _) => FieldKind.Flag,
            ("array", _) => FieldKind.List,
            ("object", _) => FieldKind.Record,
            (_, "date") => FieldKind.Date,
            (_, "date-time") => FieldKind.Instant,
            _ => FieldKind.Text,
        };
    }

    private static string TypeOf(JsonElement property) =>
        property.TryGetProperty("type", out var type) ? type.ToString()
        : property.TryGetProperty("properties", out _) || property.TryGetProperty("$ref", out _) ? "object"
        : "string";

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    private const int DepthMax = 6;
    private const int PartsMost = 40;
}
