using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Variants of one product, many at once; those that are right are changed where partial updates are
/// allowed.</summary>
internal sealed class VariantMutations(ShopState state)
{
    private const int AtOnceMost = 250;

    private static readonly string[] Plain =
        ["price", "compareAtPrice", "barcode", "taxable", "inventoryPolicy", "requiresComponents"];

    public JsonObject BulkUpdate(JsonObject arguments)
    {
        var variants = arguments["variants"]!.AsArray().Select(each => each!.AsObject()).ToArray();
        if (variants.Length > AtOnceMost)
        {
            throw new GraphQlError("MAX_INPUT_SIZE_EXCEEDED", $"The input array size of {variants.Length} is greater "
                + $"than the maximum allowed of {AtOnceMost}.", "productVariantsBulkUpdate", "variants");
        }

        if (state.Find(arguments["productId"]!.GetValue<string>()) is not { } product)
        {
            return Payload.Wrong(["productId"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST");
        }

        var errors = variants.SelectMany((variant, at) => Judge(product, variant, at)).ToArray();
        var partial = arguments["allowPartialUpdates"]?.GetValue<bool>() == true;
        if (errors.Length > 0 && !partial)
        {
            return new JsonObject { ["product"] = null, ["userErrors"] = new JsonArray([.. errors]) };
        }

        var wrong = errors.Select(error => int.Parse(
            error["field"]![1]!.GetValue<string>(), CultureInfo.InvariantCulture)).ToHashSet();
        for (var at = 0; at < variants.Length; at++)
        {
            if (!wrong.Contains(at))
            {
                Apply(state.Find(variants[at]["id"]!.GetValue<string>())!, variants[at]);
            }
        }

        state.Touch(product, "products/update");
        return new JsonObject
        {
            ["product"] = product["id"]!.DeepClone(),
            ["productVariants"] = new JsonArray([.. variants.Select(variant => variant["id"]!.DeepClone())
                .Where(id => state.Find(id.GetValue<string>()) is not null)]),
            ["userErrors"] = new JsonArray([.. errors]),
        };
    }

    private IEnumerable<JsonObject> Judge(JsonObject product, JsonObject variant, int at)
    {
        var place = at.ToString(CultureInfo.InvariantCulture);
        if (variant["id"] is not { } id || state.Find(id.GetValue<string>()) is not { } known
            || known["product"]!.GetValue<string>() != product["id"]!.GetValue<string>())
        {
            yield return Payload.Error(
                ["variants", place, "id"], "Product variant does not exist", "PRODUCT_VARIANT_DOES_NOT_EXIST");
        }

        if (variant["price"] is { } price && price.Exact() < 0)
        {
            yield return Payload.Error(["variants", place, "price"],
                "Price must be greater than or equal to 0", "GREATER_THAN_OR_EQUAL_TO");
        }
    }

    private void Apply(JsonObject standing, JsonObject variant)
    {
        foreach (var field in Plain.Where(variant.ContainsKey))
        {
            standing[field] = variant[field]?.DeepClone();
        }

        if (variant["inventoryItem"] is JsonObject item)
        {
            var known = state.Find(standing["inventoryItem"]!.GetValue<string>())!;
            foreach (var (field, value) in item)
            {
                known[field == "cost" ? "unitCost" : field] = field == "cost"
                    ? Money.One(value!.Exact(), state.Options.Currency) : value?.DeepClone();
            }

            if (item["sku"] is { } sku)
            {
                standing["sku"] = sku.DeepClone();
            }
        }

        state.Touch(standing, null);
    }
}
