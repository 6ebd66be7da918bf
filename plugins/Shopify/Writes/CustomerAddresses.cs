using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>The addresses of a customer after a write. <c>customerSet</c> replaces the whole list, so the ones that
/// stand are sent along: nobody's address is deleted by leaving it out. The default one stays first. Pure.</summary>
internal static class CustomerAddresses
{
    private static readonly string[] Fields =
    [
        "address1", "address2", "city", "company", "countryCode", "firstName", "lastName", "phone", "provinceCode",
        "zip",
    ];

    /// <summary>The list to send, or null when all of ours stand already.</summary>
    public static JsonArray? Merge(IReadOnlyList<Record> ours, Record? customer)
    {
        var standing = Standing(customer);
        var merged = standing.Select(address => (JsonObject)address.DeepClone()).ToList();
        foreach (var address in ours)
        {
            var wanted = Inputs.Of(address, Fields);
            var known = merged.FirstOrDefault(each => IsSamePlace(each, wanted));
            if (known is null)
            {
                merged.Add(wanted);
                continue;
            }

            foreach (var (field, value) in wanted)
            {
                known[field] = value?.DeepClone();
            }
        }

        return merged.Count == standing.Count && merged.Zip(standing).All(pair => IsSame(pair.First, pair.Second))
            ? null : new JsonArray([.. merged]);
    }

    private static IReadOnlyList<JsonObject> Standing(Record? customer)
    {
        var first = customer?.TextOrNull("defaultAddress.id");
        return [.. (customer?.ListOrEmpty("addressesV2.nodes") ?? [])
            .OrderByDescending(address => address.TextOrNull("id") == first).Select(InputOf)];
    }

    private static JsonObject InputOf(Record address)
    {
        var input = Inputs.Of(address, Fields);
        if (address.TextOrNull("countryCodeV2") is { } country)
        {
            input["countryCode"] = country;
        }

        return input;
    }

    private static bool IsSamePlace(JsonObject one, JsonObject other) =>
        new[] { "address1", "zip", "countryCode" }.All(field => string.Equals(
            one[field]?.ToString().Trim() ?? "", other[field]?.ToString().Trim() ?? "",
            StringComparison.OrdinalIgnoreCase));

    private static bool IsSame(JsonObject one, JsonObject other) =>
        Fields.All(field => Inputs.Same(one[field], other[field]));
}
