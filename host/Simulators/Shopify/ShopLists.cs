using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify;

/// <summary>The lists of the root: searched by <c>query:</c>, sorted by <c>sortKey</c>. What the search does not show
/// yet, because it lags, is left out.</summary>
internal sealed class ShopLists(ShopState state)
{
    private static readonly Dictionary<string, string> TypeOf = new()
    {
        ["orders"] = "Order",
        ["customers"] = "Customer",
        ["companies"] = "Company",
        ["companyLocations"] = "CompanyLocation",
        ["products"] = "Product",
        ["productVariants"] = "ProductVariant",
        ["inventoryItems"] = "InventoryItem",
        ["locations"] = "Location",
        ["fulfillmentOrders"] = "FulfillmentOrder",
        ["webhookSubscriptions"] = "WebhookSubscription",
        ["bulkOperations"] = "BulkOperation",
        ["events"] = "BasicEvent",
    };

    private static readonly Dictionary<string, string> StampOf = new()
    {
        ["UPDATED_AT"] = "updatedAt",
        ["CREATED_AT"] = "createdAt",
    };

    public IEnumerable<JsonNode?> Of(FieldCall call)
    {
        var type = TypeOf.GetValueOrDefault(call.Name) ?? throw new GraphQlError(
            "INTERNAL_SERVER_ERROR", $"{call.Name} is in the schema but is not played", call.Name);
        return Listed(state.All(type).Where(state.IsSearchable), call.Arguments);
    }

    /// <summary>Records of a list as its arguments want them.</summary>
    public static IEnumerable<JsonNode?> Listed(IEnumerable<JsonObject> records, JsonObject arguments)
    {
        if (arguments["query"]?.GetValue<string>() is { Length: > 0 } query)
        {
            var test = SearchQuery.Parse(query);
            records = records.Where(record => test(field => SearchField.Of(record, field)));
        }

        if (arguments["sortKey"]?.GetValue<string>() is { } key && StampOf.TryGetValue(key, out var stamp))
        {
            records = records.OrderBy(record => record[stamp]!.GetValue<string>(), StringComparer.Ordinal);
        }

        return arguments["reverse"]?.GetValue<bool>() == true ? records.Reverse() : records;
    }
}
