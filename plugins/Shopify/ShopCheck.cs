using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>Whether the shop answers and the app may do what the entities need.</summary>
internal sealed class ShopCheck(GraphQlClient client)
{
    private static readonly string[] Needed =
    [
        "read_orders", "read_customers", "read_inventory", "write_inventory", "read_locations",
        "read_merchant_managed_fulfillment_orders", "write_merchant_managed_fulfillment_orders",
    ];

    public async Task<Health> RunAsync(CancellationToken cancel)
    {
        try
        {
            var answer = await client.QueryAsync("ShopInfo", [], cancel);
            var granted = answer.List("currentAppInstallation.accessScopes").Select(scope => scope.Text("handle")).ToArray();
            var missing = Needed.Where(scope => !Has(granted, scope)).ToArray();
            var shop = $"{answer.Text("shop.name")} ({answer.Text("shop.myshopifyDomain")}, "
                + $"{answer.Text("shop.currencyCode")}, plan {answer.Text("shop.plan.publicDisplayName")})";
            return missing.Length == 0
                ? new Health(true, shop)
                : new Health(false, $"{shop}: the app lacks {string.Join(", ", missing)}; grant them and install it again");
        }
        catch (ShopifyFault fault)
        {
            return new Health(false, fault.Message);
        }
    }

    // write_x includes read_x.
    private static bool Has(string[] granted, string scope) => granted.Contains(scope)
        || (scope.StartsWith("read_", StringComparison.Ordinal) && granted.Contains("write_" + scope["read_".Length..]));
}
