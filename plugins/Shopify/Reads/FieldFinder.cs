using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>Records by a field. The search is generous (it ignores case and may match parts), so what comes back is
/// compared with what was asked for; every match is given, two for one value included.</summary>
internal sealed class FieldFinder(GraphQlClient client)
{
    private const int ValuesAtOnce = 40;
    private const int NodesAtOnce = 250;
    private const int PagesMost = 20;

    public async Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel)
    {
        var search = SearchOf(entity, field);
        var asked = values.Where(value => !string.IsNullOrWhiteSpace(value)).Distinct(StringComparer.Ordinal)
            .ToLookup(value => value.Trim(), search.Comparer);
        var matches = new List<Match>();
        foreach (var part in asked.Select(group => group.Key).Chunk(search.Term is null ? int.MaxValue : ValuesAtOnce))
        {
            var query = search.Term is null ? null
                : string.Join(" OR ", part.Select(value => $"{search.Term}:'{Escaped(value)}'"));
            await foreach (var node in NodesAsync(search, query, cancel))
            {
                matches.AddRange(asked[node.TextOrNull(search.Path)?.Trim() ?? ""]
                    .Select(value => new Match(value, node.Text("id"), VersionOf(node))));
            }
        }

        return [.. matches.Distinct()];
    }

    private async IAsyncEnumerable<Record> NodesAsync(
        Search search, string? query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        string? after = null;
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var variables = new JsonObject { ["first"] = NodesAtOnce, ["after"] = after };
            if (query is not null)
            {
                variables["query"] = query;
            }

            var answer = await client.QueryAsync(search.Operation, variables, cancel);
            foreach (var node in answer.List($"{search.List}.nodes"))
            {
                yield return node;
            }

            if (!answer.Flag($"{search.List}.pageInfo.hasNextPage"))
            {
                yield break;
            }

            after = answer.Text($"{search.List}.pageInfo.endCursor");
        }

        throw new ShopifyFault(ShopifyFaultKind.Refused,
            $"{client.Shop} has more than {PagesMost * NodesAtOnce} {search.List} for one look-up");
    }

    private static Search SearchOf(string entity, string field) => (entity, field) switch
    {
        (ShopifyEntities.InventoryItem, "sku") =>
            new("InventoryItemsBySku", "inventoryItems", "sku", "sku", StringComparer.Ordinal),
        (ShopifyEntities.Customer, "email") => new("CustomersByEmail", "customers", "email",
            "defaultEmailAddress.emailAddress", StringComparer.OrdinalIgnoreCase),
        (ShopifyEntities.Customer, "phone") => new("CustomersByPhone", "customers", "phone",
            "defaultPhoneNumber.phoneNumber", StringComparer.Ordinal),
        (ShopifyEntities.Variant, "sku") => new("VariantsBySku", "productVariants", "sku", "sku",
            StringComparer.Ordinal),
        (ShopifyEntities.Product, "handle") => new("ProductsByHandle", "products", "handle", "handle",
            StringComparer.OrdinalIgnoreCase),
        (ShopifyEntities.Company, "externalId") => new("CompaniesByExternalId", "companies", "external_id",
            "externalId", StringComparer.Ordinal),
        (ShopifyEntities.CompanyLocation, "externalId") => new("CompanyLocationsByExternalId", "companyLocations",
            "external_id", "externalId", StringComparer.Ordinal),
        (ShopifyEntities.Order, "name") => new("OrdersByName", "orders", "name", "name", StringComparer.Ordinal),
        // A shop has few locations: all are read and compared.
        (ShopifyEntities.Location, "name") => new("Locations", "locations", null, "name", StringComparer.Ordinal),
        _ => throw new InvalidOperationException($"{entity} cannot be found by {field}"),
    };

    private static string VersionOf(Record node) =>
        node.TextOrNull("updatedAt") is { } stamp ? Stamp.Normal(stamp) : "";

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("'", "\\'", StringComparison.Ordinal);

    /// <param name="Operation">The document.</param>
    /// <param name="List">The list it reads.</param>
    /// <param name="Term">The search term, or null to read the whole list.</param>
    /// <param name="Path">Where the record has the value.</param>
    /// <param name="Comparer">When two values are the same.</param>
    private sealed record Search(string Operation, string List, string? Term, string Path, StringComparer Comparer);
}
