using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Reads what a client sent: field names in any case become the canonical ones, references are looked up,
/// numbers and dates are checked. Unknown names are collected.</summary>
internal sealed class RecordBody(NetSuiteState state, RecordType type)
{
    private readonly List<string> _unknown = [];

    /// <summary>The names that the record does not have; they are not in the result.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <exception cref="RecordFault">A value cannot be.</exception>
    public JsonObject Read(ReadOnlyMemory<byte> bytes)
    {
        var body = Parsed(bytes);
        var fields = new JsonObject();
        foreach (var (given, value) in body)
        {
            if (Canonical(type.Sublists.Keys, given) is { } sublist)
            {
                fields[sublist] = ListOf(sublist, value);
            }
            else if ((Canonical(type.Fields.Append("externalId"), given) ?? CustomName(given)) is { } name)
            {
                fields[name] = ValueOf(name, value, name);
            }
            else if (Canonical(Ignored, given) is null)
            {
                _unknown.Add(given);
            }
        }

        return fields;
    }

    private static JsonObject Parsed(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(bytes.Span) as JsonObject ?? throw NotJson();
        }
        catch (JsonException)
        {
            throw NotJson();
        }
    }

    private JsonObject? ListOf(string sublist, JsonNode? value)
    {
        if (value is null)
        {
            return null;
        }

        var lines = (value as JsonObject)?["items"] as JsonArray
            ?? throw RecordFault.InvalidContent(Shown(value), sublist, sublist);
        var read = new JsonArray();
        foreach (var (index, line) in lines.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{sublist}.items[{index}]");
            var given = line as JsonObject ?? throw RecordFault.InvalidContent(Shown(line), sublist, path);
            read.Add(LineOf(sublist, given, path));
        }

        return new JsonObject { ["items"] = read };
    }

    private JsonObject LineOf(string sublist, JsonObject given, string path)
    {
        var line = new JsonObject();
        foreach (var (name, value) in given)
        {
            if ((Canonical(type.Sublists[sublist], name) ?? CustomName(name)) is { } known)
            {
                line[known] = ValueOf(known, value, $"{path}.{known}");
            }
            else if (Canonical(Ignored, name) is null)
            {
                _unknown.Add($"{path}.{name}");
            }
        }

        return line;
    }

    private JsonNode? ValueOf(string name, JsonNode? value, string path) => value switch
    {
        null => null,
        JsonObject multiple when multiple.ContainsKey("items") => multiple.DeepClone(),
        _ when RecordTypes.FamilyOf(name) is { } family => ReferenceOf(family, name, value, path),
        _ when Numbers.Contains(name) => NumberOf(name, value, path),
        _ when name.EndsWith("Date", StringComparison.Ordinal) => DateOf(name, value, path),
        _ => value.DeepClone(),
    };

    private JsonObject ReferenceOf(string family, string name, JsonNode value, string path)
    {
        var reference = value as JsonObject;
        var id = JsonFields.TextOf(reference is null ? value : reference["id"]);
        var externalId = reference?.Text("externalId");
        var record = id is not null ? state.InFamily(family, id)
            : externalId is not null ? state.ByExternalId(family, externalId)
            : null;
        return record is not null
            ? JsonFields.ReferenceTo(
                record.Id.ToString(CultureInfo.InvariantCulture), NetSuiteState.RefName(record))
            : throw RecordFault.InvalidReference(id ?? externalId ?? Shown(value), name, path);
    }

    private static JsonValue NumberOf(string name, JsonNode value, string path)
    {
        var text = JsonFields.TextOf(value)?.Trim();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : name == "discountRate" && text is not null && text.EndsWith('%') ? JsonValue.Create(text)
            : throw RecordFault.InvalidContent(Shown(value), name, path);
    }

    // A date-time is taken for a date, as recorded.
    private static JsonValue DateOf(string name, JsonNode value, string path) => JsonValue.Create(
        DateTimeOffset.TryParse(JsonFields.TextOf(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw RecordFault.InvalidContent(Shown(value), name, path));

    private static string? Canonical(IEnumerable<string> names, string given) =>
        names.FirstOrDefault(name => name.Equals(given, StringComparison.OrdinalIgnoreCase));

    private static string? CustomName(string given) =>
        CustomPrefixes.Any(prefix => given.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            ? given.ToLowerInvariant()
            : null;

    private static string Shown(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static RecordFault NotJson() =>
        new(400, "INVALID_CONTENT", "Invalid request body. The body must be a JSON object.");

    private static readonly string[] CustomPrefixes = ["custbody", "custcol", "custentity", "custitem", "custrecord"];
    private static readonly string[] Ignored = ["links", "id", "createdDate", "lastModifiedDate", "refName"];
    private static readonly string[] Numbers =
    [
        "quantity", "rate", "amount", "taxRate1", "taxRate2", "shippingCost", "handlingCost", "discountRate",
        "exchangeRate", "payment", "orderLine", "line", "basePrice",
    ];
}
