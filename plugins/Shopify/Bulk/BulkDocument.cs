using IntegrationHost.Plugins.Shopify.Feeds;

namespace IntegrationHost.Plugins.Shopify.Bulk;

/// <summary>The document of a bulk operation: one flat list, so that the count of objects is the count of records.
/// Pure.</summary>
internal static class BulkDocument
{
    /// <summary>The document for an entity, or null when it cannot be read by bulk.</summary>
    public static string? Of(string entity, DateTimeOffset? since)
    {
        var fields = entity switch
        {
            ShopifyEntities.Order => "id name updatedAt",
            ShopifyEntities.Customer => "id displayName updatedAt",
            ShopifyEntities.Product => "id title updatedAt",
            ShopifyEntities.Company => "id name updatedAt",
            ShopifyEntities.CompanyLocation => "id name updatedAt company { id }",
            ShopifyEntities.FulfillmentOrder => "id orderId orderName updatedAt",
            _ => null,
        };
        var query = since is { } from ? $"(query: \"updated_at:>='{Stamp.Of(from)}'\")" : "";
        return fields is null ? null
            : $"{{ {FeedList.Of(entity).List}{query} {{ edges {{ node {{ {fields} }} }} }} }}";
    }
}
