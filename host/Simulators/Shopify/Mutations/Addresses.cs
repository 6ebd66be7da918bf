using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Addresses as the API shows them, out of an input.</summary>
internal static class Addresses
{
    /// <summary>A new address record.</summary>
    public static JsonObject Of(ShopState state, JsonObject input)
    {
        var address = input.DeepClone().AsObject();
        if (address["countryCode"] is { } country)
        {
            address["countryCodeV2"] = country.DeepClone();
        }

        address["name"] = $"{address["firstName"]} {address["lastName"]}".Trim();
        return state.Add("MailingAddress", address).DeepClone().AsObject();
    }
}
