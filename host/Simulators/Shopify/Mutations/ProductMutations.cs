using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Products: updated in their own fields, or set whole, where a variant that is left out is deleted.</summary>
internal sealed class ProductMutations(ShopState state)
{
    private static readonly string[] Plain =
        ["title", "handle", "descriptionHtml", "vendor", "productType", "status", "tags", "seo", "templateSuffix"];

    public JsonObject Update(JsonObject input)
    {
        if (state.Find(input["id"]!.GetValue<string>()) is not { } product)
        {
            return Payload.Wrong(["id"], "Product does not exist");
        }

        if (TakenHandle(input, product) is { } taken)
        {
            return taken;
        }

        Put(product, input);
        state.Touch(product, "products/update");
        return Payload.Of("product", product);
    }

    public JsonObject Set(JsonObject arguments)
    {
        var input = arguments["input"]!.AsObject();
        var standing = Find(state, arguments["identifier"]?.AsObject());
        if (standing is null && arguments["identifier"]?["id"] is not null)
        {
            return Payload.Wrong(["identifier"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST");
        }

        if (standing is null && input["title"]?.GetValue<string>() is null or "")
        {
            return Payload.Wrong(["input", "title"], "Title can't be blank", "BLANK");
        }

        if ((TakenHandle(input, standing) ?? WrongOption(input)) is { } wrong)
        {
            return wrong;
        }

        var product = standing ?? new Catalogue(state).New(input["title"]!.GetValue<string>());
        Put(product, input);
        product["handle"] ??= arguments["identifier"]?["handle"]?.DeepClone();
        if (input["variants"] is JsonArray variants)
        {
            SetVariants(product, variants);
        }
        else if (standing is null)
        {
            new Catalogue(state).AddVariant(product, []);
        }

        state.Touch(product, standing is null ? "products/create" : "products/update");
        return Payload.Of("product", product);
    }

    /// <summary>The product with a mark.</summary>
    public static JsonObject? Find(ShopState state, JsonObject? identifier) => identifier switch
    {
        null => null,
        _ when identifier["id"] is { } id => state.Find(id.GetValue<string>()),
        _ => state.All("Product").FirstOrDefault(
            each => each["handle"]?.GetValue<string>() == identifier["handle"]?.GetValue<string>()),
    };

    // A handle is kept in small letters and without blanks around it.
    private JsonObject? TakenHandle(JsonObject input, JsonObject? product) =>
        input["handle"]?.GetValue<string>() is { } handle && state.All("Product").Any(each => each != product
            && string.Equals(each["handle"]?.ToString(), handle.Trim(), StringComparison.OrdinalIgnoreCase))
            ? Payload.Wrong(["input", "handle"], $"Handle '{handle}' already in use. Please provide a new handle.")
            : null;

    private static JsonObject? WrongOption(JsonObject input)
    {
        var options = input["productOptions"]?.AsArray() ?? [];
        for (var at = 0; at < options.Count; at++)
        {
            if (options[at]!["name"]?.GetValue<string>().Contains(" / ", StringComparison.Ordinal) == true)
            {
                return Payload.Wrong(["input", "productOptions", $"{at}", "name"],
                    "The name contains unsupported sequence ' / '", "INVALID_INPUT");
            }
        }

        return null;
    }

    private void SetVariants(JsonObject product, JsonArray variants)
    {
        var kept = variants.Select(variant => variant!["id"]?.GetValue<string>()).OfType<string>().ToHashSet();
        foreach (var id in product["variants"]!.AsArray().Select(id => id!.GetValue<string>())
            .Where(id => !kept.Contains(id)).ToArray())
        {
            new Catalogue(state).DeleteVariant(id);
        }

        product["variants"] = new JsonArray([.. kept.Where(id => state.Find(id) is not null)
            .Select(id => (JsonNode?)id)]);
        foreach (var variant in variants.Select(each => each!.AsObject()))
        {
            if (variant["id"] is { } id && state.Find(id.GetValue<string>()) is { } standing)
            {
                foreach (var (field, value) in variant.Where(each => each.Key is not ("id" or "inventoryItem")))
                {
                    standing[field] = value?.DeepClone();
                }

                state.Touch(standing, null);
                continue;
            }

            var made = variant.DeepClone().AsObject();
            made.Remove("inventoryItem");
            new Catalogue(state).AddVariant(product, made);
        }
    }

    private static void Put(JsonObject product, JsonObject input)
    {
        foreach (var field in Plain.Where(input.ContainsKey))
        {
            product[field] = field == "handle"
                ? input[field]?.GetValue<string>().Trim().ToLowerInvariant() : input[field]?.DeepClone();
        }
    }
}
