using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Mutations;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify;

/// <summary>Fields that are computed; any other is the record's property of that name.</summary>
internal sealed class ShopFields(ShopState state)
{
    public object? Of(FieldCall call) => (call.Type, call.Name) switch
    {
        ("InventoryItem", "inventoryLevels") => state.LevelsOf("item", Id(call.Record)),
        ("Location", "inventoryLevels") => ShopLists.Listed(
            state.LevelsOf("location", Id(call.Record)).Where(state.IsSearchable), call.Arguments),
        ("Order", "suggestedRefund") => Suggest(call),
        ("Return", "suggestedFinancialOutcome") => new ReturnMutations(state).Suggest(call.Record, call.Arguments),
        ("InventoryLevel", "quantities") => Quantities(call),
        ("ShopifyPaymentsAccount", "payouts") => ShopLists.Listed(state.All("ShopifyPaymentsPayout"), call.Arguments),
        ("ShopifyPaymentsAccount", "balanceTransactions") =>
            ShopLists.Listed(state.All("ShopifyPaymentsBalanceTransaction"), call.Arguments),
        _ => call.Record[call.Name],
    };

    private JsonObject Suggest(FieldCall call)
    {
        var shipping = call.Arguments["refundShipping"]?.GetValue<bool>() == true
            ? Money.Of(call.Record["totalShippingPriceSet"]) : call.Arguments["shippingAmount"]?.Exact() ?? 0;
        return new RefundDesk(state).Suggest(
            call.Record, call.Arguments["refundLineItems"]?.AsArray() ?? [], shipping);
    }

    private static IEnumerable<JsonNode?> Quantities(FieldCall call) => call.Arguments["names"]!.AsArray()
        .Select(name => name!.GetValue<string>())
        .Select(name => (JsonNode?)new JsonObject
        {
            ["name"] = name,
            ["quantity"] = call.Record[name]?.DeepClone() ?? 0,
            ["updatedAt"] = call.Record["updatedAt"]?.DeepClone(),
        });

    private static string Id(JsonObject record) => record["id"]!.GetValue<string>();
}
