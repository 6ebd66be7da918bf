using System.Globalization;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>The global id a payload speaks of. Numbers need 64 bits and are never read as fractions. Pure.</summary>
internal static class WebhookIds
{
    public static string Of(string entity, Record payload)
    {
        var prefix = PrefixOf(entity);
        return payload.TextOrNull("admin_graphql_api_id") is not { } given ? Of(entity, payload.Text("id"))
            : given.StartsWith(prefix, StringComparison.Ordinal) ? given
            : throw new FormatException($"'admin_graphql_api_id' does not begin with {prefix}");
    }

    public static string Of(string entity, string number) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(entity)}{id}")
            : throw new FormatException("its id is no whole number");

    private static string PrefixOf(string entity) => entity switch
    {
        ShopifyEntities.Order => "gid://shopify/Order/",
        ShopifyEntities.Customer => "gid://shopify/Customer/",
        _ => throw new InvalidOperationException($"no webhook tells of {entity}"),
    };
}
