using System.Text.Json.Nodes;

namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>How one entity is read by id: the operation, how many at once, and the lists that may go on.</summary>
/// <param name="Operation">The document that reads many by <c>ids</c>.</param>
/// <param name="Root">The field that reads one.</param>
/// <param name="AtOnceMost">Records in one query, if its cost allows.</param>
/// <param name="Lists">The lists of the record, each with the document that reads on.</param>
internal sealed record ReadShape(
    string Operation, string Root, int AtOnceMost, params IReadOnlyList<(string Field, string Operation)> Lists)
{
    private static readonly Dictionary<string, ReadShape> Shapes = new()
    {
        [ShopifyEntities.Order] = new("OrdersByIds", "order", 20,
            ("lineItems", "OrderLines"), ("shippingLines", "OrderShipping")) { TakesLines = true },
        [ShopifyEntities.Customer] = new("CustomersByIds", "customer", 50, ("addressesV2", "CustomerAddresses")),
        [ShopifyEntities.Transaction] = new("TransactionsByIds", "", 100),
        [ShopifyEntities.Refund] = new("RefundsByIds", "refund", 20, ("refundLineItems", "RefundLines"))
        {
            Bounded = ["refundShippingLines", "orderAdjustments", "transactions"],
        },
        [ShopifyEntities.Return] = new("ReturnsByIds", "return", 20, ("returnLineItems", "ReturnLines"))
        {
            Bounded = ["refunds"],
        },
        [ShopifyEntities.Fulfillment] = new("FulfillmentsByIds", "fulfillment", 20,
            ("fulfillmentLineItems", "FulfillmentItems")) { Bounded = ["events"] },
        [ShopifyEntities.FulfillmentOrder] = new("FulfillmentOrdersByIds", "fulfillmentOrder", 20,
            ("lineItems", "FulfillmentOrderItems")),
        [ShopifyEntities.Product] = new("ProductsByIds", "product", 20, ("variants", "ProductVariants"))
        {
            Bounded = ["metafields"],
        },
        [ShopifyEntities.Variant] = new("VariantsByIds", "", 20)
        {
            Bounded = ["productVariantComponents", "metafields"],
        },
        [ShopifyEntities.Location] = new("LocationsByIds", "", 100),
        [ShopifyEntities.Company] = new("CompaniesByIds", "company", 20,
            ("contacts", "CompanyContacts"), ("locations", "CompanyPlaces"))
        {
            Inner = new InnerList("contacts", "roleAssignments", "ContactRoles", "companyContact"),
        },
        [ShopifyEntities.CompanyLocation] = new("CompanyLocationsByIds", "", 50),
        [ShopifyEntities.Payout] = new("PayoutsByIds", "", 50),
        [ShopifyEntities.BalanceTransaction] = new("BalanceTransactionsByIds", "", 100),
    };

    /// <summary>Lists that are read up to a bound and do not go on: a longer one is a fault.</summary>
    public IReadOnlyList<string> Bounded { get; init; } = [];

    /// <summary>A list of each record of a list, or null.</summary>
    public InnerList? Inner { get; init; }

    /// <summary>Whether the document says how many lines come along.</summary>
    public bool TakesLines { get; init; }

    public static IEnumerable<string> Entities => Shapes.Keys;

    public static ReadShape Of(string entity) => Shapes.GetValueOrDefault(entity)
        ?? throw new InvalidOperationException($"{entity} cannot be read by id");

    /// <summary>The variables of a read; orders say how many lines come with them.</summary>
    public JsonObject Variables(IEnumerable<string> ids, int lines)
    {
        var variables = new JsonObject
        {
            ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode?)JsonValue.Create(id))]),
        };
        if (TakesLines)
        {
            variables["lines"] = lines;
        }

        return variables;
    }
}
