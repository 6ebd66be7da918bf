using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>Whether the shop answers and the app may do what the entities need.</summary>
internal sealed class ShopCheck(ShopifyOptions options, GraphQlClient client, ConnectorContext context)
{
    public async Task<Health> CheckAsync(CancellationToken cancel)
    {
        try
        {
            var answer = await client.QueryAsync("ShopInfo", [], cancel);
            var domain = answer.Text("shop.myshopifyDomain");
            var scopes = answer.List("currentAppInstallation.accessScopes").Select(scope => scope.Text("handle"))
                .Order(StringComparer.Ordinal).ToArray();
            var shop = $"{answer.Text("shop.name")} ({domain}, {answer.Text("shop.currencyCode")}, "
                + $"plan {answer.Text("shop.plan.publicDisplayName")}, "
                + $"{ApiVersion.Describe(options.ApiVersion, context.Time.GetUtcNow())}; "
                + $"scopes {string.Join(" ", scopes)})";
            var missing = ShopifyScopes.MissingIn(scopes, context.Reads, context.Writes);
            return !domain.Equals(options.Shop, StringComparison.OrdinalIgnoreCase)
                ? new Health(false, $"the token belongs to {domain}, not to {options.Shop}; correct options.shop")
                : missing.Count > 0
                    ? new Health(
                        false, $"{shop}: the app lacks {string.Join("; ", missing)}; grant and install it again")
                    : IsUnsupported(answer)
                        ? new Health(false, $"{shop}: the shop no longer supports this API version")
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

    // The shop lists the versions it answers; one that is not among them is answered by an older one in silence.
    private bool IsUnsupported(Record answer) => answer.List("publicApiVersions").All(version =>
        version.Text("handle") != options.ApiVersion || !version.Flag("supported"));
}
