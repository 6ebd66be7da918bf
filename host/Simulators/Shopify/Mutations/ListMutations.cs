using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Metafields and prices of price lists: many in a call, all or nothing.</summary>
internal sealed class ListMutations(ShopState state)
{
    private const int MetafieldsMost = 25;
    private const int PricesMost = 250;

    public JsonObject SetMetafields(JsonObject arguments)
    {
        var inputs = arguments["metafields"]!.AsArray().Select(each => each!.AsObject()).ToArray();
        if (inputs.Length > MetafieldsMost)
        {
            return Payload.Wrong(["metafields"],
                $"Exceeded the maximum metafields input limit of {MetafieldsMost}.", "LESS_THAN_OR_EQUAL_TO");
        }

        var errors = inputs.Select(Judge).OfType<JsonObject>().ToArray();
        if (errors.Length > 0)
        {
            return new JsonObject { ["metafields"] = null, ["userErrors"] = new JsonArray([.. errors]) };
        }

        return new JsonObject
        {
            ["metafields"] = new JsonArray([.. inputs.Select(Set)]),
            ["userErrors"] = new JsonArray(),
        };
    }

    public JsonObject AddPrices(JsonObject arguments)
    {
        var prices = arguments["prices"]!.AsArray().Select(each => each!.AsObject()).ToArray();
        if (prices.Length > PricesMost)
        {
            throw new GraphQlError("MAX_INPUT_SIZE_EXCEEDED",
                $"The input array size of {prices.Length} is greater than the maximum allowed of {PricesMost}.",
                "priceListFixedPricesAdd", "prices");
        }

        if (state.Find(arguments["priceListId"]!.GetValue<string>()) is not { } list)
        {
            return Payload.Wrong(["priceListId"], "Price list does not exist.", "PRICE_LIST_NOT_FOUND");
        }

        var wrong = prices.Select((price, at) => state.Find(price["variantId"]!.GetValue<string>()) is null
            ? Payload.Error(["prices", at.ToString(CultureInfo.InvariantCulture), "variantId"],
                "Variant does not exist.", "VARIANT_NOT_FOUND") : null).OfType<JsonObject>().ToArray();
        if (wrong.Length > 0)
        {
            return new JsonObject { ["prices"] = null, ["userErrors"] = new JsonArray([.. wrong]) };
        }

        foreach (var price in prices)
        {
            list["fixed"]!.AsObject()[price["variantId"]!.GetValue<string>()] = price["price"]!["amount"]!.DeepClone();
        }

        return new JsonObject
        {
            ["prices"] = new JsonArray([.. prices.Select(price => new JsonObject
            {
                ["variant"] = price["variantId"]!.DeepClone(),
            })]),
            ["userErrors"] = new JsonArray(),
        };
    }

    private JsonObject? Judge(JsonObject input, int at)
    {
        var place = at.ToString(CultureInfo.InvariantCulture);
        return state.Find(input["ownerId"]!.GetValue<string>()) is null
                ? Payload.Error(["metafields", place, "ownerId"], "Owner does not exist.", "INVALID_VALUE")
            : input["value"]!.GetValue<string>().Length == 0
                ? Payload.Error(["metafields", place, "value"], "can't be blank", "BLANK")
            : input["compareDigest"]?.GetValue<string>() is { } seen && Find(input) is { } standing
                && DigestOf(standing) != seen
                ? Payload.Error(["metafields", place], "The resource has been updated since it was loaded. Try again "
                    + "with an updated `compareDigest` value.", "STALE_OBJECT") : null;
    }

    private static string DigestOf(JsonObject metafield) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256
        .HashData(System.Text.Encoding.UTF8.GetBytes(metafield["value"]!.GetValue<string>())));

    private JsonObject? Find(JsonObject input) => (state.Find(input["ownerId"]!.GetValue<string>())!["metafields"]
        as JsonArray)?.FirstOrDefault(each => each!["namespace"]!.ToString() == SpaceOf(input)
            && each["key"]!.ToString() == input["key"]!.ToString()) as JsonObject;

    private static string SpaceOf(JsonObject input) => input["namespace"]?.GetValue<string>() ?? "$app";

    private JsonObject Set(JsonObject input)
    {
        var owner = state.Find(input["ownerId"]!.GetValue<string>())!;
        var (space, key) = (SpaceOf(input), input["key"]!.GetValue<string>());
        var list = owner["metafields"] as JsonArray ?? [];
        owner["metafields"] ??= list;
        var standing = Find(input);
        if (standing is null)
        {
            list.Add(standing = new JsonObject
            {
                ["id"] = $"gid://shopify/Metafield/{state.NextNumber()}", ["namespace"] = space, ["key"] = key,
            });
        }

        standing["type"] = input["type"]?.DeepClone() ?? standing["type"]?.DeepClone() ?? "single_line_text_field";
        standing["value"] = input["value"]!.DeepClone();
        standing["compareDigest"] = DigestOf(standing);
        standing["updatedAt"] = state.Now();
        state.Touch(owner, Topics.UpdateOf(owner));
        return standing.DeepClone().AsObject();
    }
}
