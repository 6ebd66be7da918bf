using System.Globalization;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>The global id a payload speaks of. Numbers need 64 bits and are never read as fractions. Pure.</summary>
internal static class WebhookIds
{
    /// <summary>The id of the record itself.</summary>
    /// <param name="type">The API's name of its type.</param>
    /// <param name="payload">What came.</param>
    public static string Of(string type, Record payload) =>
        payload.TextOrNull("admin_graphql_api_id") is not { } given ? Of(type, payload.Text("id"))
            : Given(type, given);

    /// <summary>A global id as it stands in a payload.</summary>
    public static string Given(string type, string id) => id.StartsWith(PrefixOf(type), StringComparison.Ordinal)
        ? id : throw new FormatException($"an id in it does not begin with {PrefixOf(type)}");

    /// <summary>The global id of a number.</summary>
    public static string Of(string type, string number) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(type)}{id}")
            : throw new FormatException("its id is no whole number");

    private static string PrefixOf(string type) => $"gid://shopify/{type}/";
}
