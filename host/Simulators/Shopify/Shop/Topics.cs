using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>Which webhook topic tells that a record changed. Pure.</summary>
internal static class Topics
{
    public static string? UpdateOf(JsonObject record) => record["__typename"]!.GetValue<string>() switch
    {
        "Order" => "orders/updated",
        "Customer" => "customers/update",
        "Product" => "products/update",
        "Company" => "companies/update",
        "CompanyLocation" => "company_locations/update",
        "Fulfillment" => "fulfillments/update",
        _ => null,
    };
}
