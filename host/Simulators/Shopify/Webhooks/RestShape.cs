using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.Webhooks;

/// <summary>Webhook bodies have the older REST shape: snake case, numeric ids that need 64 bits, the global id
/// beside.</summary>
internal static class RestShape
{
    public static JsonObject Of(string topic, JsonObject record)
    {
        var id = record["id"]!.GetValue<string>();
        var shape = new JsonObject
        {
            ["id"] = long.Parse(record["legacyResourceId"]!.GetValue<string>(), CultureInfo.InvariantCulture),
            ["admin_graphql_api_id"] = id,
            ["created_at"] = record["createdAt"]?.DeepClone(),
            ["updated_at"] = record["updatedAt"]?.DeepClone(),
        };
        switch (topic[..topic.IndexOf('/', StringComparison.Ordinal)])
        {
            case "orders":
                shape["name"] = record["name"]!.DeepClone();
                shape["currency"] = record["currencyCode"]!.DeepClone();
                shape["total_price"] = record["totalPriceSet"]!["shopMoney"]!["amount"]!.DeepClone();
                shape["cancelled_at"] = record["cancelledAt"]?.DeepClone();
                shape["test"] = record["test"]!.DeepClone();
                break;
            case "customers":
                shape["first_name"] = record["firstName"]?.DeepClone();
                shape["last_name"] = record["lastName"]?.DeepClone();
                break;
            case "inventory_levels":
                shape["available"] = record["available"]!.DeepClone();
                break;
            case "fulfillments":
                shape["status"] = "success";
                break;
        }

        return shape;
    }
}
