using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Metadata;

/// <summary>Tells which fields a record type has, as JSON schema, the account's own fields included.</summary>
internal sealed class MetadataCatalogue(NetSuiteState state)
{
    // What the project of scripts deploys, where nobody has told of others.
    private static readonly Dictionary<string, string> Deployed = new()
    {
        ["custbody_shopify_order"] = "s",
        ["custcol_shopify_line"] = "s",
    };

    /// <exception cref="RecordFault">There is no such type.</exception>
    public SimulatedResponse Handle(SimulatedRequest request, string[] path) => path switch
    {
        [] => Answer.Collection(new JsonObject
        {
            ["items"] = new JsonArray([.. RecordTypes.All.Select(type => new JsonObject
            {
                ["name"] = type.Name,
                ["links"] = new JsonArray(new JsonObject
                {
                    ["rel"] = "canonical",
                    ["href"] = $"{request.Url.GetLeftPart(UriPartial.Path)}/{type.Name}",
                    ["mediaType"] = "application/schema+json",
                }),
            })]),
        }),
        [var name] when RecordTypes.Named(name) is { } type => Answer.Schema(SchemaOf(type)),
        _ => throw new RecordFault(404, "INVALID_RCRD_TYPE", "The record type does not exist."),
    };

    private JsonObject SchemaOf(RecordType type)
    {
        var properties = Properties(type.Fields.Values);
        properties["id"] = new JsonObject { ["type"] = "string" };
        properties["createdDate"] = Formatted("date-time");
        properties["lastModifiedDate"] = Formatted("date-time");
        Own(properties, type.Family == RecordType.Transactions ? "custbody"
            : type.Family == RecordType.Items ? "custitem"
            : "custentity");
        foreach (var (name, list) in type.Sublists)
        {
            var line = Properties(list.Fields.Values);
            Own(line, "custcol");
            properties[name] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["items"] = new JsonObject
                    {
                        ["type"] = "array",
                        ["items"] = new JsonObject { ["type"] = "object", ["properties"] = line },
                    },
                    ["totalResults"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" },
                },
            };
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["x-ns-filterable"] = new JsonArray(),
        };
    }

    private void Own(JsonObject properties, string prefix)
    {
        foreach (var (name, kind) in (state.CustomFields ?? Deployed).Where(
            field => field.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var property = PropertyOf(new FieldShape(name, kind));
            property["x-ns-custom-field"] = true;
            properties[name] = property;
        }
    }

    private static JsonObject Properties(IEnumerable<FieldShape> fields) => new(
        fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, PropertyOf(field))));

    private static JsonObject PropertyOf(FieldShape field) => field.Kind switch
    {
        "n" => new JsonObject { ["type"] = "number", ["format"] = "double" },
        "i" => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
        "b" => new JsonObject { ["type"] = "boolean" },
        "d" => Formatted("date"),
        "address" => new JsonObject { ["type"] = "object", ["properties"] = Properties(SchemaFile.Address.Values) },
        "value" => Nested("value"),
        "s" => new JsonObject { ["type"] = "string" },
        "sub" => new JsonObject { ["type"] = "object" },
        _ => Nested("id", "refName", "externalId"),
    };

    private static JsonObject Formatted(string format) => new() { ["type"] = "string", ["format"] = format };

    private static JsonObject Nested(params string[] names) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(names.Select(name =>
            KeyValuePair.Create<string, JsonNode?>(name, new JsonObject { ["type"] = "string" }))),
    };
}
