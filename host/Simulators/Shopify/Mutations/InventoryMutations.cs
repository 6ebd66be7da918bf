using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Stock: set with compare-and-set, at most 250 at once, all or nothing.</summary>
internal sealed class InventoryMutations(ShopState state)
{
    private const int QuantitiesMost = 250;
    private const long QuantityMost = 1_000_000_000;

    public JsonObject Set(JsonObject input)
    {
        var quantities = input["quantities"]!.AsArray();
        if (quantities.Count > QuantitiesMost)
        {
            throw new GraphQlError("MAX_INPUT_SIZE_EXCEEDED", "The input array size of "
                + $"{quantities.Count} is greater than the maximum allowed of {QuantitiesMost}.",
                "inventorySetQuantities");
        }

        var errors = new JsonArray(
            [.. quantities.Select((quantity, at) => Judge(quantity!.AsObject(), at)).OfType<JsonObject>()]);
        if (errors.Count > 0)
        {
            return new JsonObject { ["inventoryAdjustmentGroup"] = null, ["userErrors"] = errors };
        }

        var changes = quantities.Select(quantity => Change(quantity!.AsObject(), input["name"]!.GetValue<string>()));
        return new JsonObject
        {
            ["inventoryAdjustmentGroup"] = new JsonObject
            {
                ["id"] = $"gid://shopify/InventoryAdjustmentGroup/{state.Mutations}",
                ["createdAt"] = state.Now(),
                ["reason"] = input["reason"]?.DeepClone(),
                ["referenceDocumentUri"] = input["referenceDocumentUri"]?.DeepClone(),
                ["changes"] = new JsonArray([.. changes]),
            },
            ["userErrors"] = new JsonArray(),
        };
    }

    public JsonObject Activate(JsonObject arguments)
    {
        var item = arguments["inventoryItemId"]!.GetValue<string>();
        var location = arguments["locationId"]!.GetValue<string>();
        if (state.Find(item) is null || state.Find(location) is null)
        {
            return ShopMutations.UserError(["inventoryItemId"], "The product or location couldn't be found.");
        }

        var level = state.Find(LevelId(item, location)) ?? Stock(item, location, 0);
        return new JsonObject { ["inventoryLevel"] = level["id"]!.DeepClone(), ["userErrors"] = new JsonArray() };
    }

    /// <summary>Makes the level of an item at a location.</summary>
    public JsonObject Stock(string item, string location, int available) => state.Add("InventoryLevel", new JsonObject
    {
        ["isActive"] = true,
        ["item"] = item,
        ["location"] = location,
        ["available"] = available,
        ["on_hand"] = available,
        ["writes"] = 0,
        ["updatedAt"] = state.Now(),
    }, LevelId(item, location));

    public static string LevelId(string item, string location) =>
        $"gid://shopify/InventoryLevel/{LastOf(location)}?inventory_item_id={LastOf(item)}";

    private JsonObject? Judge(JsonObject quantity, int at)
    {
        if (!quantity.ContainsKey("changeFromQuantity"))
        {
            throw new GraphQlError("INVALID_FIELD_ARGUMENTS",
                "InventoryQuantityInput must include the following argument: changeFromQuantity.",
                "inventorySetQuantities");
        }

        var level = state.Find(LevelId(Text(quantity, "inventoryItemId"), Text(quantity, "locationId")));
        var wanted = quantity["quantity"]!.GetValue<long>();
        return (level, wanted) switch
        {
            _ when state.Find(Text(quantity, "inventoryItemId")) is null =>
                Wrong(at, "inventoryItemId", "The specified inventory item could not be found.",
                    "INVALID_INVENTORY_ITEM"),
            _ when state.Find(Text(quantity, "locationId")) is null =>
                Wrong(at, "locationId", "The specified location could not be found.", "INVALID_LOCATION"),
            (null, _) => Wrong(at, "locationId", "The specified inventory item is not stocked at the location.",
                "ITEM_NOT_STOCKED_AT_LOCATION"),
            (_, > QuantityMost) => Wrong(at, "quantity", "The quantity is too high.", "INVALID_QUANTITY_TOO_HIGH"),
            (_, < -QuantityMost) => Wrong(at, "quantity", "The quantity is too low.", "INVALID_QUANTITY_TOO_LOW"),
            _ when quantity["changeFromQuantity"] is { } from
                && from.GetValue<long>() != level["available"]!.GetValue<int>() =>
                Wrong(at, "changeFromQuantity",
                    "The changeFromQuantity argument no longer matches the persisted quantity.",
                    "CHANGE_FROM_QUANTITY_STALE"),
            _ => null,
        };
    }

    private JsonObject Change(JsonObject quantity, string name)
    {
        var level = state.Find(LevelId(Text(quantity, "inventoryItemId"), Text(quantity, "locationId")))!;
        var before = level[name]!.GetValue<int>();
        var after = (int)quantity["quantity"]!.GetValue<long>();
        level[name] = after;
        level["writes"] = level["writes"]!.GetValue<int>() + 1;
        state.Touch(level, before == after ? null : "inventory_levels/update");
        return new JsonObject
        {
            ["name"] = name,
            ["delta"] = after - before,
            ["quantityAfterChange"] = after,
            ["item"] = level["item"]!.DeepClone(),
            ["location"] = level["location"]!.DeepClone(),
        };
    }

    private static JsonObject Wrong(int at, string field, string message, string code) => new()
    {
        ["field"] = new JsonArray("input", "quantities", at.ToString(CultureInfo.InvariantCulture), field),
        ["message"] = message,
        ["code"] = code,
    };

    private static string Text(JsonObject record, string field) => record[field]!.GetValue<string>();

    private static string LastOf(string id) => id[(id.LastIndexOf('/') + 1)..];
}
