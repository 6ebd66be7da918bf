using System.Text.Json.Nodes;

namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>How one entity is read by id: the operation, how many at once, and the lists that may go on.</summary>
/// <param name="Operation">The document that reads many by <c>ids</c>.</param>
/// <param name="Root">The field that reads one.</param>
/// <param name="AtOnceMost">Records in one query, if its cost allows.</param>
/// <param name="Lists">The lists of the record, each with the document that reads on.</param>
internal sealed record ReadShape(
    string Operation, string Root, int AtOnceMost, IReadOnlyList<(string Field, string Operation)> Lists)
{
    private static readonly ReadShape Orders = new(
        "OrdersByIds", "order", 20, [("lineItems", "OrderLines"), ("shippingLines", "OrderShipping")]);

    private static readonly ReadShape Customers = new(
        "CustomersByIds", "customer", 50, [("addressesV2", "CustomerAddresses")]);

    public static ReadShape Of(string entity) => entity switch
    {
        ShopifyEntities.Order => Orders,
        ShopifyEntities.Customer => Customers,
        _ => throw new InvalidOperationException($"{entity} cannot be read by id"),
    };

    /// <summary>The variables of a read; orders say how many lines come with them.</summary>
    public JsonObject Variables(IEnumerable<string> ids, int lines)
    {
        var variables = new JsonObject
        {
            ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode?)JsonValue.Create(id))]),
        };
        if (this == Orders)
        {
            variables["lines"] = lines;
        }

        return variables;
    }
}
