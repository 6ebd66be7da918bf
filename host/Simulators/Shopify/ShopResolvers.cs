using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Mutations;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify;

/// <summary>Values of fields from a shop's state. A property that holds a global id stands for that record wherever
/// the schema says the field is one.</summary>
internal sealed class ShopResolvers(ShopState state, ShopMutations mutations) : IResolvers
{
    private static readonly string[] Scopes =
    [
        "read_orders", "read_all_orders", "read_customers", "read_products", "read_inventory", "write_inventory",
        "read_locations", "read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders",
        "read_fulfillments", "write_fulfillments",
    ];

    public JsonNode? Resolve(FieldCall call) => call.Type switch
    {
        "QueryRoot" => Root(call),
        "Mutation" => mutations.Run(call),
        "InventoryItem" when call.Name == "inventoryLevels" => new JsonArray([.. state.All("InventoryLevel")
            .Where(level => level["item"]!.GetValue<string>() == Id(call.Record)).Select(Copy)]),
        "InventoryLevel" when call.Name == "quantities" => Quantities(call),
        _ => Deref(call.Record[call.Name], call.Type, call.Name),
    };

    private JsonNode? Root(FieldCall call) => call.Name switch
    {
        "shop" => ShopRecord(),
        "currentAppInstallation" => new JsonObject
        {
            ["id"] = "gid://shopify/AppInstallation/1",
            ["accessScopes"] = new JsonArray([.. Scopes.Select(scope => new JsonObject { ["handle"] = scope })]),
        },
        "nodes" =>
            new JsonArray([.. call.Arguments["ids"]!.AsArray().Select(id => Copy(state.Find(id!.GetValue<string>())))]),
        "order" or "customer" or "location" or "fulfillment" or "fulfillmentOrder" or "inventoryItem" or "node" =>
            Copy(state.Find(call.Arguments["id"]!.GetValue<string>())),
        "orders" => Listed("Order", call),
        "customers" => Listed("Customer", call),
        "products" => Listed("Product", call),
        "productVariants" => Listed("ProductVariant", call),
        "inventoryItems" => Listed("InventoryItem", call),
        "locations" => Listed("Location", call),
        "webhookSubscriptions" => Listed("WebhookSubscription", call),
        _ => throw new GraphQlError(
            "undefinedField", $"Field '{call.Name}' doesn't exist on type 'QueryRoot'", call.Name),
    };

    private JsonArray Listed(string type, FieldCall call)
    {
        IEnumerable<JsonObject> records = state.All(type);
        if (call.Arguments["query"]?.GetValue<string>() is { Length: > 0 } query)
        {
            var test = SearchQuery.Parse(query);
            records = records.Where(record => test(field => Searchable(record, field)));
        }

        if (call.Arguments["sortKey"]?.GetValue<string>() == "UPDATED_AT")
        {
            records = records.OrderBy(record => record["updatedAt"]!.GetValue<string>(), StringComparer.Ordinal);
        }

        if (call.Arguments["reverse"]?.GetValue<bool>() == true)
        {
            records = records.Reverse();
        }

        return [.. records.Select(record => (JsonNode?)record["id"]!.DeepClone())
            .Select(id => new JsonObject { ["id"] = id, ["__ref"] = true })];
    }

    private static string? Searchable(JsonObject record, string field) => field switch
    {
        "updated_at" => record["updatedAt"]?.GetValue<string>(),
        "created_at" => record["createdAt"]?.GetValue<string>(),
        "id" => record["legacyResourceId"]?.GetValue<string>(),
        "email" => record["defaultEmailAddress"]?["emailAddress"]?.GetValue<string>(),
        _ => record[field]?.ToString(),
    };

    /// <summary>Pages are cut before records are read: a listed record is a reference until one of its fields is
    /// asked.</summary>
    private JsonNode? Deref(JsonNode? value, string type, string field)
    {
        var known = Schema.Admin.Find(type, field);
        return known is null || !Schema.Admin.HasType(known.Type) ? value : value switch
        {
            JsonValue id => Copy(state.Find(id.GetValue<string>())),
            JsonArray list => new JsonArray([.. list.Select(item => Deref(item?.DeepClone(), type, field))]),
            JsonObject { } listed when listed.ContainsKey("__ref") => Copy(state.Find(Id(listed))),
            _ => value,
        };
    }

    private JsonArray Quantities(FieldCall call) => new([.. call.Arguments["names"]!.AsArray()
        .Select(name => name!.GetValue<string>())
        .Select(name => new JsonObject
        {
            ["name"] = name,
            ["quantity"] = call.Record[name]?.DeepClone() ?? 0,
            ["updatedAt"] = call.Record["updatedAt"]?.DeepClone(),
        })]);

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

    private static JsonNode? Copy(JsonObject? record) => record?.DeepClone();

    private static string Id(JsonObject record) => record["id"]!.GetValue<string>();
}
