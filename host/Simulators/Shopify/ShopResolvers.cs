using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Bulk;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Mutations;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify;

/// <summary>Values of fields from a shop's state. A property that holds a global id stands for that record wherever
/// the schema says the field is one.</summary>
internal sealed class ShopResolvers(
    ShopState state, ShopMutations mutations, Scopes scopes, BulkDesk bulk) : IResolvers
{
    private readonly ShopLists _lists = new(state);
    private readonly ShopFields _fields = new(state);

    public object? Resolve(FieldCall call, TypeRef type)
    {
        var value = call.Type switch
        {
            "QueryRoot" => Root(call),
            "Mutation" => Mutate(call),
            "BulkOperation" => bulk.FieldOf(call.Record, call.Name),
            _ => _fields.Of(call),
        };
        if (value is null || !Schema.Admin.IsComposite(type.Name))
        {
            return value;
        }

        scopes.CheckType(type.Name, call.Name);
        return value is IEnumerable<JsonNode?> list
            ? list.Select(item => Deref(item, call.Name)) : Deref((JsonNode)value, call.Name);
    }

    private JsonObject Mutate(FieldCall call)
    {
        scopes.CheckMutation(call.Name);
        return call.Name == "bulkOperationRunQuery" ? bulk.Run(call.Arguments, this) : mutations.Run(call);
    }

    private object? Root(FieldCall call) => call.Name switch
    {
        "shop" => ShopRecord(),
        "currentAppInstallation" => new JsonObject
        {
            ["id"] = "gid://shopify/AppInstallation/1",
            ["accessScopes"] = new JsonArray([.. scopes.Granted.Select(
                scope => new JsonObject { ["handle"] = scope })]),
        },
        "publicApiVersions" => new JsonArray([.. ApiVersions.All.Select(version =>
            new JsonObject { ["handle"] = version, ["supported"] = true })]),
        "nodes" => call.Arguments["ids"]!.AsArray().Select(
            id => (JsonNode?)state.Find(id!.GetValue<string>())),
        "productByIdentifier" => ProductMutations.Find(state, call.Arguments["identifier"]!.AsObject()),
        "customerByIdentifier" => CustomerMutations.Find(state, call.Arguments["identifier"]!.AsObject()),
        "shopifyPaymentsAccount" => state.All("ShopifyPaymentsAccount") is [var account, ..] ? account : null,
        _ when call.Arguments["id"] is { } id => state.Find(id.GetValue<string>()),
        _ => _lists.Of(call),
    };

    private JsonNode? Deref(JsonNode? value, string field)
    {
        var record = value is JsonValue id ? state.Find(id.GetValue<string>()) : value;
        if (record?["__typename"] is { } type)
        {
            scopes.CheckType(type.GetValue<string>(), field);
        }

        return record;
    }

    private JsonObject ShopRecord() => new()
    {
        ["id"] = "gid://shopify/Shop/1",
        ["name"] = state.Options.Domain.Split('.')[0],
        ["myshopifyDomain"] = state.Options.Domain,
        ["currencyCode"] = state.Options.Currency,
        ["ianaTimezone"] = state.Options.TimeZone,
        ["plan"] = new JsonObject { ["publicDisplayName"] = "Plus", ["shopifyPlus"] = true },
        ["taxesIncluded"] = false,
    };
}
