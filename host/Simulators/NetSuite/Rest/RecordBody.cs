using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Reads what a client sent: field names in any case become the canonical ones, values are read by
/// <see cref="FieldValue"/>. Unknown names are collected.</summary>
internal sealed class RecordBody(NetSuiteState state, RecordType type)
{
    private readonly List<string> _unknown = [];
    private readonly FieldValue _values = new(state);

    /// <summary>The names that the record does not have; they are not in the result.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <exception cref="RecordFault">A value cannot be.</exception>
    public JsonObject Read(ReadOnlyMemory<byte> bytes) => Read(Parsed(bytes));

    /// <exception cref="RecordFault">A value cannot be.</exception>
    public JsonObject Read(JsonObject body)
    {
        var fields = new JsonObject();
        foreach (var (given, value) in body)
        {
            if (type.Sublists.FirstOrDefault(list => Same(list.Key, given)) is { Key: not null } sublist)
            {
                fields[sublist.Key] = ListOf(sublist.Key, sublist.Value, value);
            }
            else
            {
                Take(fields, type.Fields, given, value, given, "");
            }
        }

        return fields;
    }

    private void Take(
        JsonObject into, IReadOnlyDictionary<string, FieldShape> known, string given, JsonNode? value, string shown,
        string path)
    {
        if (known.GetValueOrDefault(given) is { } field)
        {
            into[field.Name] = field.Kind == "address" && value is JsonObject address
                ? AddressOf(address, $"{path}{field.Name}")
                : _values.Of(field, value, $"{path}{field.Name}");
        }
        else if (CustomName(given) is { } custom)
        {
            into[custom] = value?.DeepClone();
        }
        else if (!Ignored.Contains(given, StringComparer.OrdinalIgnoreCase))
        {
            _unknown.Add(shown);
        }
    }

    private JsonObject AddressOf(JsonObject given, string path)
    {
        var address = new JsonObject();
        foreach (var (name, value) in given)
        {
            Take(address, SchemaFile.Address, name, value, $"{path}.{name}", $"{path}.");
        }

        return address;
    }

    private JsonObject? ListOf(string sublist, SublistShape shape, JsonNode? value)
    {
        if (value is null)
        {
            return null;
        }

        var lines = (value as JsonObject)?["items"] as JsonArray
            ?? throw RecordFault.InvalidContent(FieldValue.Shown(value), sublist, sublist);
        var read = new JsonArray();
        foreach (var (index, line) in lines.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{sublist}.items[{index}]");
            var given = line as JsonObject
                ?? throw RecordFault.InvalidContent(FieldValue.Shown(line), sublist, path);
            var fields = new JsonObject();
            foreach (var (name, cell) in given)
            {
                Take(fields, shape.Fields, name, cell, $"{path}.{name}", $"{path}.");
            }

            read.Add(fields);
        }

        return new JsonObject { ["items"] = read };
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

    private string? CustomName(string given)
    {
        var name = given.ToLowerInvariant();
        return CustomPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            && (state.CustomFields is not { } known || known.ContainsKey(name))
            ? name
            : null;
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static RecordFault NotJson() =>
        new(400, "INVALID_CONTENT", "Invalid request body. The body must be a JSON object.");

    private static readonly string[] CustomPrefixes = ["custbody", "custcol", "custentity", "custitem", "custrecord"];
    private static readonly string[] Ignored = ["links", "id", "createdDate", "lastModifiedDate", "refName"];
}
