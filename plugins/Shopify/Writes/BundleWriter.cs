using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What a variant is bundled of. The record says the whole list; what stands is compared with it, and one call
/// makes, changes and removes components. Only the app that made a bundle may change it.</summary>
internal sealed class BundleWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private static readonly WriteForm Form = new(
        "a bundle", "a bundle is taken apart by writing no components",
        ["variant", "components", "price"]);

    private const int ComponentsMost = 30;
    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var id = write.Id ?? wanted.Text("variant");
        var components = Components(wanted);
        if (components.Count > ComponentsMost)
        {
            return Plan.Wrong(
                $"a bundle has {ComponentsMost} components at most", "too-many-components", "components");
        }

        var answer = await Client.QueryAsync("BundleStanding", new JsonObject { ["id"] = id }, cancel);
        return answer.InnerOrNull("productVariant") is not { } standing
            ? Plan.Wrong("the variant does not exist in the shop", "NOT_FOUND", "variant", id)
            : standing.Flag("productVariantComponents.pageInfo.hasNextPage")
                ? Plan.Wrong("the bundle has more components than are read", "too-many-components", "components")
                : PlanOf(id, wanted, components, standing);
    }

    private static Plan PlanOf(string id, Record wanted, Dictionary<string, long> components, Record standing)
    {
        var known = standing.List("productVariantComponents.nodes").ToDictionary(
            each => each.Text("productVariant.id"), each => (long)each.Number("quantity"), StringComparer.Ordinal);
        var input = new JsonObject { ["parentProductVariantId"] = id };
        Put(input, "productVariantRelationshipsToCreate", components.Where(each => !known.ContainsKey(each.Key)));
        Put(input, "productVariantRelationshipsToUpdate",
            components.Where(each => known.TryGetValue(each.Key, out var now) && now != each.Value));
        if (known.Keys.Except(components.Keys, StringComparer.Ordinal).ToArray() is { Length: > 0 } removed)
        {
            input["productVariantRelationshipsToRemove"] = Inputs.Texts(removed);
        }

        if (wanted.NumberOrNull("price") is { } price && price != standing.NumberOrNull("price"))
        {
            input["priceInput"] = new JsonObject
            {
                ["calculation"] = "FIXED", ["price"] = price.ToString(CultureInfo.InvariantCulture),
            };
        }

        return input.Count == 1
            ? Plan.Done(new Outcome.Unchanged(id, Versions.Of(ShopifyEntities.Variant, standing)))
            : Plan.Send(
                new PlannedCall("BundleSet", "productVariantRelationshipBulkUpdate",
                    new JsonObject { ["input"] = new JsonArray(input) }),
                payload => new Outcome.Updated(id, payload.ListOrEmpty("parentProductVariants") is [var parent, ..]
                    ? Stamp.Normal(parent.Text("updatedAt")) : ""));
    }

    private static void Put(JsonObject input, string field, IEnumerable<KeyValuePair<string, long>> components)
    {
        if (components.ToArray() is { Length: > 0 } some)
        {
            input[field] = new JsonArray([.. some.Select(each =>
                new JsonObject { ["id"] = each.Key, ["quantity"] = (int)each.Value })]);
        }
    }

    private static Dictionary<string, long> Components(Record wanted) => wanted.List("components")
        .GroupBy(each => each.Text("variant"), StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.Sum(Quantities.Of), StringComparer.Ordinal);
}
