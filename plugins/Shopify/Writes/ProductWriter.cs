using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Products, found again by <c>handle</c>. With <c>variants</c> the whole list is set, and it must be the
/// whole: a variant that stands and is not in it would be deleted with its sales history, so such a write is refused
/// unless it says <c>deleteOthers</c>. Without them only the product's own fields are touched.</summary>
internal sealed class ProductWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private static readonly string[] Plain =
        ["title", "handle", "descriptionHtml", "vendor", "productType", "status"];

    private static readonly string[] Blind = ["seo", "templateSuffix", "category", "metafields"];
    private static readonly string[] OfSet = ["productOptions", "variants", "deleteOthers"];

    private static readonly WriteForm Form = new(
        "a product", "a product is not deleted; write the status ARCHIVED",
        [.. Plain, .. Blind, .. OfSet, "id", "tags"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var identifier = write.Id is { } id
            ? new JsonObject { ["id"] = id } : new JsonObject { ["handle"] = wanted.Text("handle") };
        var read = new JsonObject { ["identifier"] = identifier.DeepClone() };
        var standing = (await Client.QueryAsync("ProductStanding", read, cancel)).InnerOrNull("productByIdentifier");
        return standing is null && write.Id is not null
            ? Plan.Wrong("the product no longer exists in the shop", "NOT_FOUND", "id", write.Id)
            : wanted.Has("variants") || standing is null
                ? Set(wanted, standing, identifier) : Update(wanted, standing);
    }

    private static Plan Update(Record wanted, Record standing)
    {
        var id = standing.Text("id");
        var input = Changes(wanted, standing);
        if (input.Count == 0)
        {
            return Plan.Done(new Outcome.Unchanged(id, Versions.Of(ShopifyEntities.Product, standing)));
        }

        input["id"] = id;
        return Plan.Send(
            new PlannedCall("ProductUpdate", "productUpdate", new JsonObject { ["product"] = input }),
            payload => new Outcome.Updated(id, Stamp.Normal(payload.Text("product.updatedAt"))));
    }

    private static Plan Set(Record wanted, Record? standing, JsonObject identifier)
    {
        var input = Inputs.Of(wanted, [.. Plain, .. Blind, "productOptions"]);
        Inputs.AddTags(input, wanted, standing);
        if (wanted.Has("variants"))
        {
            var (variants, wrong) = Variants(wanted, standing);
            if (wrong is not null)
            {
                return wrong;
            }

            input["variants"] = variants;
        }

        var by = standing is null ? identifier : new JsonObject { ["id"] = standing.Text("id") };
        var variables = new JsonObject { ["identifier"] = by, ["input"] = input };
        return Plan.Send(new PlannedCall("ProductSet", "productSet", variables), payload =>
        {
            var (id, version) = (payload.Text("product.id"), Stamp.Normal(payload.Text("product.updatedAt")));
            return standing is null ? new Outcome.Created(id, version) : new Outcome.Updated(id, version);
        });
    }

    private static (JsonArray? Variants, Plan? Wrong) Variants(Record wanted, Record? standing)
    {
        if (standing?.Flag("variants.pageInfo.hasNextPage") == true)
        {
            return (null, Plan.Wrong("a product of more than 250 variants is not set whole", "too-many-variants"));
        }

        var known = (standing?.List("variants.nodes") ?? []).Where(each => each.TextOrNull("sku") is { Length: > 0 })
            .GroupBy(each => each.Text("sku")).ToDictionary(same => same.Key, same => same.First().Text("id"));
        var skus = wanted.List("variants").Select(variant => variant.TextOrNull("sku") ?? "").ToHashSet();
        var lost = (standing?.List("variants.nodes") ?? []).Select(each => each.TextOrNull("sku") ?? "")
            .Where(sku => !skus.Contains(sku)).ToArray();
        if (lost.Length > 0 && !wanted.FlagOrFalse("deleteOthers"))
        {
            return (null, Plan.Wrong(
                $"the list of variants lacks {string.Join(", ", lost)}, which the shop would delete; name them too, or "
                + "write deleteOthers", "incomplete-variants", "variants"));
        }

        return (new JsonArray([.. wanted.List("variants").Select(variant =>
        {
            var input = JsonNode.Parse(variant.ToUtf8())!.AsObject();
            if (known.TryGetValue(variant.TextOrNull("sku") ?? "", out var id))
            {
                input["id"] = id;
            }

            return input;
        })]), null);
    }

    private static JsonObject Changes(Record wanted, Record standing)
    {
        var input = Inputs.Differing(wanted, standing, [.. Plain, .. Blind]);
        Inputs.AddTags(input, wanted, standing);
        return input;
    }
}
