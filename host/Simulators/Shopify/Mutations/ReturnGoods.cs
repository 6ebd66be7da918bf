using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>The goods of an approved return: expected back, and disposed of when they are processed.</summary>
internal sealed class ReturnGoods(ShopState state)
{
    private const string Line = "reverseFulfillmentOrderLineItemId";

    /// <summary>They are on their way.</summary>
    public void Expect(JsonObject known)
    {
        var lines = known["returnLineItems"]!.AsArray().Select(id => state.Find(id!.GetValue<string>())!)
            .Select(line => state.Add("ReverseFulfillmentOrderLineItem", new JsonObject
            {
                ["totalQuantity"] = line["quantity"]!.DeepClone(),
                ["fulfillmentLineItem"] = line["fulfillmentLineItem"]!.DeepClone(),
                ["dispositions"] = new JsonArray(),
            })["id"]!.DeepClone());
        var order = state.Add("ReverseFulfillmentOrder", new JsonObject { ["lineItems"] = new JsonArray([.. lines]) });
        known["reverseFulfillmentOrders"] = new JsonArray(order["id"]!.DeepClone());
    }

    /// <summary>What is wrong with the dispositions of a call, or null.</summary>
    public JsonObject? Refuse(JsonObject input)
    {
        foreach (var one in Asked(input))
        {
            var line = state.Find(one[Line]!.GetValue<string>());
            var field = line is null || one["quantity"]!.Whole() > Undisposed(line) ? "quantity"
                : IsRestocked(one) && state.Find(one["locationId"]?.GetValue<string>() ?? "") is null ? "locationId"
                : null;
            if (field is not null)
            {
                return Payload.Wrong(
                    ["returnLineItems", "dispositions", field], $"Disposition {field} is invalid.", "INVALID");
            }
        }

        return null;
    }

    /// <summary>Takes them in; what is restocked can be sold again.</summary>
    public void Dispose(JsonObject input)
    {
        foreach (var one in Asked(input))
        {
            var line = state.Find(one[Line]!.GetValue<string>())!;
            var made = state.Add("ReverseFulfillmentOrderDisposition", new JsonObject
            {
                ["type"] = one["dispositionType"]!.DeepClone(),
                ["quantity"] = one["quantity"]!.DeepClone(),
                ["location"] = one["locationId"]?.DeepClone(),
            });
            line["dispositions"]!.AsArray().Add(made["id"]!.DeepClone());
            if (IsRestocked(one) && LevelOf(line, one["locationId"]!.GetValue<string>()) is { } level)
            {
                level["available"] = (int)(level["available"]!.Whole() + one["quantity"]!.Whole());
                state.Touch(level, "inventory_levels/update");
            }
        }
    }

    private static IEnumerable<JsonObject> Asked(JsonObject input) => (input["returnLineItems"]?.AsArray() ?? [])
        .SelectMany(line => line!["dispositions"]?.AsArray() ?? []).Select(one => one!.AsObject());

    private static bool IsRestocked(JsonObject one) => one["dispositionType"]!.GetValue<string>() == "RESTOCKED";

    private long Undisposed(JsonObject line) => line["totalQuantity"]!.Whole() - line["dispositions"]!.AsArray()
        .Sum(id => state.Find(id!.GetValue<string>())!["quantity"]!.Whole());

    private JsonObject? LevelOf(JsonObject line, string location)
    {
        var shipped = state.Find(line["fulfillmentLineItem"]!.GetValue<string>())!;
        var bought = state.Find(shipped["lineItem"]!.GetValue<string>())!;
        return state.Find(bought["variant"]?.GetValue<string>() ?? "")?["inventoryItem"]?.GetValue<string>() is { } item
            ? state.LevelsOf("item", item).FirstOrDefault(each => each["location"]!.GetValue<string>() == location)
            : null;
    }
}
