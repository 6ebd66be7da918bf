using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Fulfilment orders: held, released, moved.</summary>
internal sealed class FulfillmentOrderMutations(ShopState state)
{
    public JsonObject Hold(JsonObject arguments)
    {
        if (Find(arguments) is not { } order)
        {
            return Missing();
        }

        if (order["status"]!.GetValue<string>() is not ("OPEN" or "ON_HOLD"))
        {
            return Payload.Wrong(
                ["id"], "The fulfillment order is not in an open state.", "FULFILLMENT_ORDER_NOT_SPLITTABLE");
        }

        var hold = arguments["fulfillmentHold"]!.AsObject();
        var holds = order["fulfillmentHolds"]!.AsArray();
        if (holds.Any(known => known!["handle"]?.ToString() == hold["handle"]?.ToString()))
        {
            return Payload.Wrong(["fulfillmentHold", "handle"],
                "The handle provided for the fulfillment hold is already in use by this app.",
                "DUPLICATE_FULFILLMENT_HOLD_HANDLE");
        }

        holds.Add(new JsonObject
        {
            ["id"] = $"gid://shopify/FulfillmentHold/{state.NextNumber()}",
            ["handle"] = hold["handle"]?.DeepClone(),
            ["reason"] = hold["reason"]!.DeepClone(),
            ["reasonNotes"] = hold["reasonNotes"]?.DeepClone(),
        });
        Set(order, "ON_HOLD", "RELEASE_HOLD", "fulfillment_orders/placed_on_hold");
        return Payload.Of("fulfillmentOrder", order);
    }

    public JsonObject Release(JsonObject arguments)
    {
        if (Find(arguments) is not { } order)
        {
            return Missing();
        }

        var released = (arguments["holdIds"]?.AsArray() ?? []).Select(id => id!.GetValue<string>()).ToHashSet();
        var left = order["fulfillmentHolds"]!.AsArray().Where(hold => released.Count > 0
            && !released.Contains(hold!["id"]!.GetValue<string>())).Select(hold => hold!.DeepClone()).ToArray();
        order["fulfillmentHolds"] = new JsonArray(left);
        if (left.Length == 0)
        {
            Set(order, "OPEN", "CREATE_FULFILLMENT", "fulfillment_orders/hold_released");
        }

        return Payload.Of("fulfillmentOrder", order);
    }

    public JsonObject Move(JsonObject arguments)
    {
        if (Find(arguments) is not { } order)
        {
            return Missing();
        }

        if (state.Find(arguments["newLocationId"]!.GetValue<string>()) is not { } location)
        {
            return Payload.Wrong(["newLocationId"], "Location not found.", "LOCATION_NOT_FOUND");
        }

        if (order["status"]!.GetValue<string>() != "OPEN")
        {
            return Payload.Wrong(null, "Cannot change location of a fulfillment order in this state.");
        }

        order["assignedLocation"] = new JsonObject
        {
            ["name"] = location["name"]!.DeepClone(), ["location"] = location["id"]!.DeepClone(),
        };
        state.Touch(order, "fulfillment_orders/moved");
        return Payload.Of("movedFulfillmentOrder", order);
    }

    private void Set(JsonObject order, string status, string action, string topic)
    {
        order["status"] = status;
        order["supportedActions"] = new JsonArray(new JsonObject { ["action"] = action });
        state.Touch(order, topic);
    }

    private JsonObject? Find(JsonObject arguments) => state.Find(arguments["id"]!.GetValue<string>());

    private static JsonObject Missing() =>
        Payload.Wrong(["id"], "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND");
}
