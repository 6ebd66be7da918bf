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

    private static readonly string[] Reasons =
    [
        "correction", "cycle_count_available", "damaged", "movement_canceled", "movement_created", "movement_received",
        "movement_updated", "other", "promotion", "quality_control", "received", "reservation_created",
        "reservation_deleted", "reservation_updated", "restock", "safety_stock", "shrinkage",
    ];

    public JsonObject Set(JsonObject input)
    {
        var quantities = input["quantities"]!.AsArray();
        if (quantities.Count > QuantitiesMost)
        {
            throw new GraphQlError("MAX_INPUT_SIZE_EXCEEDED", "The input array size of "
                + $"{quantities.Count} is greater than the maximum allowed of {QuantitiesMost}.",
                "inventorySetQuantities");
        }

        // Each quantity is looked at also where the whole is wrong, but only the whole is told then.
        var each = quantities.Select((quantity, at) => Judge(quantity!.AsObject(), at, input)).OfType<JsonObject>()
            .ToArray();
        var whole = Whole(input).ToArray();
        var errors = new JsonArray([.. whole.Length > 0 ? whole : [.. Duplicates(quantities), .. each]]);
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
            return Payload.Wrong(["inventoryItemId"], "The product or location couldn't be found.");
        }

        var standing = state.Find(LevelId(item, location));
        if (Judge(arguments, standing is not null, state.Find(location)!["name"]!.GetValue<string>()) is { } wrong)
        {
            return wrong;
        }

        var level = standing ?? Stock(
            item, location, (int)((arguments["available"] ?? arguments["onHand"])?.Whole() ?? 0));
        return new JsonObject { ["inventoryLevel"] = level["id"]!.DeepClone(), ["userErrors"] = new JsonArray() };
    }

    private static JsonObject? Judge(JsonObject arguments, bool stands, string place)
    {
        var given = new[] { "available", "onHand" }.Where(field => arguments[field] is not null).ToArray();
        var why = given.Length == 2
            ? $"The product couldn't be stocked at {place} because not allowed to set available and on_hand quantities "
                + "at the same time."
            : stands && given is ["onHand"]
                ? "Not allowed to set an on_hand quantity when the item is already active at the location."
            : given.Any(field => Math.Abs(arguments[field]!.Whole()) > QuantityMost)
                ? $"The product couldn't be stocked at {place} because the quantity needs to be between -1 billion and "
                    + "1 billion."
            : null;
        return why is null ? null : new JsonObject
        {
            ["userErrors"] = new JsonArray([.. given.Select(field => Payload.Error([field], why))]),
        };
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

    private static IEnumerable<JsonObject> Whole(JsonObject input)
    {
        if (input["name"]!.GetValue<string>() is not ("available" or "on_hand"))
        {
            yield return Payload.Error(
                ["input", "name"], "The quantity name must be either 'available' or 'on_hand'.", "INVALID_NAME");
        }

        if (!Reasons.Contains(input["reason"]!.GetValue<string>()))
        {
            yield return Payload.Error(["input", "reason"],
                $"The specified reason is invalid. Valid values are: {string.Join(", ", Reasons)}.", "INVALID_REASON");
        }
    }

    private static IEnumerable<JsonObject> Duplicates(JsonArray quantities) => quantities
        .Select((quantity, at) => (Key: Text(quantity!.AsObject(), "inventoryItemId")
            + Text(quantity.AsObject(), "locationId"), At: at))
        .GroupBy(each => each.Key).Where(same => same.Count() > 1).SelectMany(same => same)
        .Select(each => Wrong(each.At, "locationId",
            "The combination of inventoryItemId and locationId must be unique.",
            "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR"));

    private JsonObject? Judge(JsonObject quantity, int at, JsonObject input)
    {
        if (!quantity.ContainsKey("changeFromQuantity"))
        {
            throw new GraphQlError("INVALID_FIELD_ARGUMENTS",
                "InventoryQuantityInput must include the following argument: changeFromQuantity.",
                "inventorySetQuantities");
        }

        var level = state.Find(LevelId(Text(quantity, "inventoryItemId"), Text(quantity, "locationId")));
        var wanted = quantity["quantity"]!.Whole();
        return (level, wanted) switch
        {
            _ when state.Find(Text(quantity, "inventoryItemId")) is null =>
                Wrong(at, "inventoryItemId", "The specified inventory item could not be found.",
                    "INVALID_INVENTORY_ITEM"),
            _ when state.Find(Text(quantity, "locationId")) is null =>
                Wrong(at, "locationId", "The specified location could not be found.", "INVALID_LOCATION"),
            (null, _) => Wrong(at, "locationId", "The specified inventory item is not stocked at the location.",
                "ITEM_NOT_STOCKED_AT_LOCATION"),
            (_, > QuantityMost) => Wrong(
                at, "quantity", "The quantity can't be higher than 1,000,000,000.", "INVALID_QUANTITY_TOO_HIGH"),
            (_, < -QuantityMost) => Wrong(
                at, "quantity", "The quantity can't be lower than -1,000,000,000.", "INVALID_QUANTITY_TOO_LOW"),
            (_, < 0) when input["name"]!.GetValue<string>() == "on_hand" =>
                Wrong(at, "quantity", "The quantity can't be negative.", "INVALID_QUANTITY_NEGATIVE"),
            _ when quantity["changeFromQuantity"] is { } from
                && from.Whole() != level["available"]!.GetValue<int>() =>
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
        var after = (int)quantity["quantity"]!.Whole();
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
