using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>What changes a shop, by the name of the mutation.</summary>
internal sealed class ShopMutations(ShopState state)
{
    private static readonly HashSet<string> NeedKey = ["inventorySetQuantities", "inventoryActivate"];

    private readonly Dictionary<string, (string Input, JsonObject Answer)> _byKey = [];
    private readonly InventoryMutations _inventory = new(state);
    private readonly FulfillmentMutations _fulfillments = new(state);
    private readonly WebhookMutations _webhooks = new(state);

    public JsonObject Run(FieldCall call)
    {
        state.Mutations++;
        if (!NeedKey.Contains(call.Name))
        {
            return Apply(call);
        }

        var key = call.IdempotencyKey ?? throw new GraphQlError("BAD_REQUEST",
            "The @idempotent directive is required for this mutation but was not provided.", call.Name);
        var input = call.Arguments.ToJsonString();
        if (_byKey.TryGetValue(key, out var known))
        {
            return known.Input == input
                ? known.Answer.DeepClone().AsObject()
                : UserError(
                    null, "The idempotency key was used with other parameters", "IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
        }

        var answer = Apply(call);
        _byKey[key] = (input, answer.DeepClone().AsObject());
        return answer;
    }

    /// <summary>An answer with one user error.</summary>
    public static JsonObject UserError(string[]? field, string message, string? code = null) => new()
    {
        ["userErrors"] = new JsonArray(new JsonObject
        {
            ["field"] = field is null
                ? null : new JsonArray([.. field.Select(part => (JsonNode?)JsonValue.Create(part))]),
            ["message"] = message,
            ["code"] = code,
        }),
    };

    private JsonObject Apply(FieldCall call) => call.Name switch
    {
        "inventorySetQuantities" => _inventory.Set(call.Arguments["input"]!.AsObject()),
        "inventoryActivate" => _inventory.Activate(call.Arguments),
        "fulfillmentCreate" => _fulfillments.Create(call.Arguments["fulfillment"]!.AsObject()),
        "fulfillmentTrackingInfoUpdate" => _fulfillments.UpdateTracking(call.Arguments),
        "orderUpdate" => UpdateOrder(call.Arguments["input"]!.AsObject()),
        "tagsAdd" => AddTags(call.Arguments),
        "webhookSubscriptionCreate" => _webhooks.Create(call.Arguments),
        "webhookSubscriptionUpdate" => _webhooks.Update(call.Arguments),
        "webhookSubscriptionDelete" => _webhooks.Delete(call.Arguments),
        _ => throw new GraphQlError(
            "undefinedField", $"Field '{call.Name}' doesn't exist on type 'Mutation'", call.Name),
    };

    private JsonObject UpdateOrder(JsonObject input)
    {
        if (state.Find(input["id"]!.GetValue<string>()) is not { } order)
        {
            return UserError(["id"], "Order does not exist");
        }

        foreach (var field in new[] { "note", "tags", "email" }.Where(input.ContainsKey))
        {
            order[field] = input[field]?.DeepClone();
        }

        state.Touch(order, "orders/updated");
        return new JsonObject { ["order"] = order["id"]!.DeepClone(), ["userErrors"] = new JsonArray() };
    }

    private JsonObject AddTags(JsonObject arguments)
    {
        if (state.Find(arguments["id"]!.GetValue<string>()) is not { } record)
        {
            return UserError(["id"], "Record does not exist");
        }

        foreach (var tag in arguments["tags"]!.AsArray())
        {
            record["tags"]!.AsArray().Add(tag!.DeepClone());
        }

        state.Touch(record, record["__typename"]!.GetValue<string>() == "Order" ? "orders/updated" : null);
        return new JsonObject { ["node"] = record["id"]!.DeepClone(), ["userErrors"] = new JsonArray() };
    }
}
