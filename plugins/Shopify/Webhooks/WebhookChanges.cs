using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Plugins.Shopify.Reads;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>Which records a payload speaks of. It is in the older REST shape, and each group of topics has its own.
/// Pure.</summary>
internal static class WebhookChanges
{
    // Fulfilment orders are named by what happened to them.
    private static readonly string[] FulfillmentOrders =
    [
        "fulfillment_order", "original_fulfillment_order", "moved_fulfillment_order", "replacement_fulfillment_order",
        "remaining_fulfillment_order",
    ];

    /// <summary>The changes; none for a topic that tells of nothing.</summary>
    public static IReadOnlyList<Change> Of(string topic, Record payload)
    {
        var (group, happened) = topic.Split('/') is [var before, var after] ? (before, after) : (topic, "");
        var kind = happened is "delete" or "disconnect" ? ChangeKind.Delete : ChangeKind.Upsert;
        return group switch
        {
            "orders" when happened == "edited" => [new Change(
                ShopifyEntities.Order, WebhookIds.Of("Order", payload.Text("order_edit.order_id")), "")],
            "orders" => [Whole(ShopifyEntities.Order, "Order", payload, kind)],
            "order_transactions" => [Part(ShopifyEntities.Transaction, "OrderTransaction", payload)],
            "refunds" => [Part(ShopifyEntities.Refund, "Refund", payload)],
            "returns" => [Part(ShopifyEntities.Return, "Return", payload)],
            "fulfillments" => [Part(ShopifyEntities.Fulfillment, "Fulfillment", payload)],
            "fulfillment_events" => [new Change(ShopifyEntities.Fulfillment,
                WebhookIds.Of("Fulfillment", payload.Text("fulfillment_id")), "") { GroupKey = OrderOf(payload) }],
            "fulfillment_orders" => [.. FulfillmentOrders.Select(payload.InnerOrNull).OfType<Record>()
                .Select(each => WebhookIds.Given("FulfillmentOrder", each.Text("id")))
                .Select(id => new Change(ShopifyEntities.FulfillmentOrder, id, ""))],
            "customers" when happened == "merge" => Merged(payload),
            "customers" => [Whole(ShopifyEntities.Customer, "Customer", payload, kind)],
            "products" => Product(payload, kind),
            "inventory_levels" => [Level(payload, kind)],
            "locations" => [Whole(ShopifyEntities.Location, "Location", payload, kind)],
            "companies" => [Whole(ShopifyEntities.Company, "Company", payload, kind)],
            "company_locations" => [Whole(ShopifyEntities.CompanyLocation, "CompanyLocation", payload, kind)],
            "company_contacts" => payload.TextOrNull("company.admin_graphql_api_id") is { } company
                ? [new Change(ShopifyEntities.Company, WebhookIds.Given("Company", company), "")] : [],
            _ => [],
        };
    }

    private static Change Whole(string entity, string type, Record payload, ChangeKind kind)
    {
        var stamp = payload.TextOrNull("updated_at");
        return new Change(entity, WebhookIds.Of(type, payload), stamp is null ? "" : Stamp.Normal(stamp))
        {
            Kind = kind,
            Name = NameOf(payload),
            ChangedAt = stamp is null ? null : Stamp.Parse(stamp),
        };
    }

    // A part of an order is told without the stamp that orders its versions.
    private static Change Part(string entity, string type, Record payload) =>
        new(entity, WebhookIds.Of(type, payload), "") { Name = NameOf(payload), GroupKey = OrderOf(payload) };

    private static string? OrderOf(Record payload) =>
        payload.TextOrNull("order_id") is { } number ? WebhookIds.Of("Order", number)
        : payload.TextOrNull("order.admin_graphql_api_id") is { } id ? WebhookIds.Given("Order", id) : null;

    private static IReadOnlyList<Change> Product(Record payload, ChangeKind kind)
    {
        var product = Whole(ShopifyEntities.Product, "Product", payload, kind);
        return [product, .. payload.ListOrEmpty("variants").Select(variant =>
            Whole(ShopifyEntities.Variant, "ProductVariant", variant, ChangeKind.Upsert) with
            {
                Name = variant.TextOrNull("sku"), GroupKey = product.Id,
            })];
    }

    private static Change Level(Record payload, ChangeKind kind)
    {
        var item = WebhookIds.Of("InventoryItem", payload.Text("inventory_item_id"));
        var id = new LevelId(item, WebhookIds.Of("Location", payload.Text("location_id")));
        return new Change(ShopifyEntities.InventoryLevel, id.ToString(), "") { Kind = kind, GroupKey = item };
    }

    // A merge that failed changes nothing.
    private static IReadOnlyList<Change> Merged(Record payload) => payload.TextOrNull("status") == "failed" ? [] :
    [
        new Change(ShopifyEntities.Customer,
            WebhookIds.Given("Customer", payload.Text("admin_graphql_api_customer_kept_id")), ""),
        new Change(ShopifyEntities.Customer,
            WebhookIds.Given("Customer", payload.Text("admin_graphql_api_customer_deleted_id")), "")
        {
            Kind = ChangeKind.Delete,
        },
    ];

    private static string? NameOf(Record payload)
    {
        var name = payload.TextOrNull("name") ?? payload.TextOrNull("title")
            ?? $"{payload.TextOrNull("first_name")} {payload.TextOrNull("last_name")}".Trim();
        return name.Length == 0 ? null : name;
    }
}
