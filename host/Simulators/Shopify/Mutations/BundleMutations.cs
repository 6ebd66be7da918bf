using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>What variants are bundled of: thirty components at most, none of them a bundle itself.</summary>
internal sealed class BundleMutations(ShopState state)
{
    private const int ComponentsMost = 30;
    private const string Field = "productVariantRelationships";

    public JsonObject Update(JsonObject arguments)
    {
        var inputs = arguments["input"]!.AsArray().Select(each => each!.AsObject()).ToArray();
        var errors = inputs.Select(Judge).OfType<JsonObject>().ToArray();
        if (errors.Length > 0)
        {
            return new JsonObject { ["parentProductVariants"] = null, ["userErrors"] = new JsonArray([.. errors]) };
        }

        return new JsonObject
        {
            ["parentProductVariants"] = new JsonArray([.. inputs.Select(Apply)]), ["userErrors"] = new JsonArray(),
        };
    }

    private JsonObject? Judge(JsonObject input)
    {
        var parent = input["parentProductVariantId"]?.GetValue<string>();
        var named = Listed(input, $"{Field}ToCreate").Concat(Listed(input, $"{Field}ToUpdate")).ToArray();
        return parent is null ? Wrong("A parent product variant ID or product ID must be provided.", "PARENT_REQUIRED")
            : named.Select(each => each["id"]!.GetValue<string>()).Prepend(parent)
                .Where(id => state.Find(id) is null).ToArray() is { Length: > 0 } unknown
                ? Wrong($"The product variants with ID(s) [{string.Join(", ", unknown.Select(id => $"\"{id}\""))}] "
                    + "could not be found.", "PRODUCT_VARIANTS_NOT_FOUND")
            : named.Any(each => each["id"]!.GetValue<string>() == parent)
                ? Wrong("A parent product variant cannot contain itself as a component.", "CIRCULAR_REFERENCE")
            : named.Any(each => each["quantity"]!.Whole() < 1)
                ? Wrong("Quantity must be greater than 0.", "INVALID_QUANTITY")
            : named.Any(each => ComponentsOf(state.Find(each["id"]!.GetValue<string>())!).Count > 0)
                ? Wrong("A nested parent product variant cannot be used as a component.",
                    "NESTED_PARENT_PRODUCT_VARIANT")
            : ComponentsOf(state.Find(parent)!).Count + Listed(input, $"{Field}ToCreate").Count() > ComponentsMost
                ? Wrong("Exceeded maximum number of components.", "EXCEEDED_PRODUCT_VARIANT_RELATIONSHIP_LIMIT")
            : null;
    }

    private JsonNode Apply(JsonObject input)
    {
        var parent = state.Find(input["parentProductVariantId"]!.GetValue<string>())!;
        var removed = (input[$"{Field}ToRemove"]?.AsArray() ?? []).Select(id => id!.ToString()).ToHashSet();
        var changed = Listed(input, $"{Field}ToUpdate").ToDictionary(each => each["id"]!.ToString());
        var kept = ComponentsOf(parent).Select(each => each!.DeepClone().AsObject())
            .Where(each => !removed.Contains(each["productVariant"]!.ToString())).ToList();
        foreach (var component in kept)
        {
            if (changed.TryGetValue(component["productVariant"]!.ToString(), out var update))
            {
                component["quantity"] = (int)update["quantity"]!.Whole();
            }
        }

        kept.AddRange(Listed(input, $"{Field}ToCreate").Select(each => new JsonObject
        {
            ["productVariant"] = each["id"]!.DeepClone(), ["quantity"] = (int)each["quantity"]!.Whole(),
        }));
        parent["productVariantComponents"] = new JsonArray([.. kept]);
        parent["requiresComponents"] = kept.Count > 0;
        if (input["priceInput"]?["price"] is { } price)
        {
            parent["price"] = price.DeepClone();
        }

        state.Touch(parent, null);
        state.Touch(state.Find(parent["product"]!.GetValue<string>())!, "products/update");
        return parent["id"]!.DeepClone();
    }

    private static JsonArray ComponentsOf(JsonObject variant) => variant["productVariantComponents"]?.AsArray() ?? [];

    private static IEnumerable<JsonObject> Listed(JsonObject input, string field) =>
        (input[field]?.AsArray() ?? []).Select(each => each!.AsObject());

    private static JsonObject Wrong(string message, string code) => Payload.Error(["input"], message, code);
}
