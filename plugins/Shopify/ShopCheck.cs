using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>Whether the shop answers and the app may do what the entities need.</summary>
internal sealed class ShopCheck(ShopifyOptions options, GraphQlClient client)
{
    public async Task<Health> CheckAsync(CancellationToken cancel)
    {
        try
        {
            var answer = await client.QueryAsync("ShopInfo", [], cancel);
            var domain = answer.Text("shop.myshopifyDomain");
            var shop = $"{answer.Text("shop.name")} ({domain}, {answer.Text("shop.currencyCode")}, "
                + $"plan {answer.Text("shop.plan.publicDisplayName")}, API {options.ApiVersion})";
            var missing = ShopifyScopes.MissingIn([.. answer.List("currentAppInstallation.accessScopes")
                .Select(scope => scope.Text("handle"))]);
            return !domain.Equals(options.Shop, StringComparison.OrdinalIgnoreCase)
                ? new Health(false, $"the token belongs to {domain}, not to {options.Shop}; correct options.shop")
                : missing.Count > 0
                    ? new Health(
                        false, $"{shop}: the app lacks {string.Join(", ", missing)}; grant and install it again")
                    : new Health(true, shop);
        }
        catch (ShopifyFault fault)
        {
            return new Health(false, fault.Message);
        }
        catch (RecordException fault)
        {
            return new Health(false, $"{options.Shop} answered in an unexpected form: {fault.Message}");
        }
    }
}
