using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Mutations;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>Products with their variants, inventory items and stock levels.</summary>
internal sealed class Catalogue(ShopState state)
{
    /// <summary>A product with a variant for its SKU, and one for each further SKU.</summary>
    public JsonObject Add(string sku, string title, string price, IEnumerable<string> further)
    {
        var product = New(title);
        foreach (var each in further.Prepend(sku))
        {
            AddVariant(product, new JsonObject { ["sku"] = each, ["title"] = title, ["price"] = price });
        }

        state.Touch(product, "products/create");
        return product;
    }

    /// <summary>A product without a variant yet.</summary>
    public JsonObject New(string title) => state.Add("Product", new JsonObject
    {
        ["title"] = title,
        ["handle"] = title.ToLowerInvariant().Replace(' ', '-'),
        ["descriptionHtml"] = "",
        ["vendor"] = "",
        ["productType"] = "",
        ["status"] = "ACTIVE",
        ["tags"] = new JsonArray(),
        ["createdAt"] = state.Now(),
        ["seo"] = new JsonObject(),
        ["options"] = new JsonArray(),
        ["variants"] = new JsonArray(),
        ["metafields"] = new JsonArray(),
    });

    /// <summary>Deletes a product with its variants: the shop's events and a webhook tell of it.</summary>
    public void Delete(JsonObject product)
    {
        foreach (var id in product["variants"]!.AsArray().Select(id => id!.GetValue<string>()).ToArray())
        {
            DeleteVariant(id);
        }

        state.Delete(product, "PRODUCT", "products/delete");
    }

    /// <summary>Deletes a variant; of it no webhook tells.</summary>
    public void DeleteVariant(string id)
    {
        if (state.Find(id) is { } variant)
        {
            state.Delete(variant, "PRODUCT_VARIANT", topic: null);
        }
    }

    public JsonObject AddVariant(JsonObject product, JsonObject variant)
    {
        var item = state.Add("InventoryItem", new JsonObject
        {
            ["sku"] = variant["sku"]?.DeepClone(),
            ["tracked"] = true,
            ["requiresShipping"] = true,
            ["createdAt"] = state.Now(),
            ["updatedAt"] = state.Now(),
        });
        var made = variant.DeepClone().AsObject();
        made["title"] ??= product["title"]!.DeepClone();
        made["displayName"] = made["title"]!.DeepClone();
        made["price"] ??= "0.00";
        made["taxable"] ??= true;
        made["inventoryPolicy"] ??= "DENY";
        made["position"] = product["variants"]!.AsArray().Count + 1;
        made["selectedOptions"] ??= new JsonArray();
        made["productVariantComponents"] = new JsonArray();
        made["metafields"] = new JsonArray();
        made["createdAt"] = state.Now();
        made["updatedAt"] = state.Now();
        made["inventoryItem"] = item["id"]!.DeepClone();
        made["product"] = product["id"]!.DeepClone();
        var added = state.Add("ProductVariant", made);
        item["variant"] = added["id"]!.DeepClone();
        product["variants"]!.AsArray().Add(added["id"]!.DeepClone());
        var inventory = new InventoryMutations(state);
        foreach (var location in state.All("Location").ToArray())
        {
            inventory.Stock(item["id"]!.GetValue<string>(), location["id"]!.GetValue<string>(), 0);
        }

        return added;
    }
}
