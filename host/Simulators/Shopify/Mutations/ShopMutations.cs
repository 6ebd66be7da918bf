using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>What changes a shop, by the name of the mutation.</summary>
internal sealed class ShopMutations
{
    private static readonly HashSet<string> NeedKey =
    [
        "inventoryActivate", "inventoryAdjustQuantities", "inventoryMoveQuantities", "inventorySetQuantities",
        "refundCreate",
    ];

    private readonly ShopState _state;
    // How long a key is known: reported by those who read the documentation, not measured.
    private static readonly TimeSpan KeysKept = TimeSpan.FromHours(24);

    private readonly Dictionary<string, (string Input, JsonObject Answer, DateTimeOffset At)> _byKey = [];
    private readonly Dictionary<string, Func<JsonObject, JsonObject>> _all;

    public ShopMutations(ShopState state)
    {
        _state = state;
        var inventory = new InventoryMutations(state);
        var fulfillments = new FulfillmentMutations(state);
        var orders = new OrderMutations(state);
        var (edits, returns, lists) =
            (new OrderEditMutations(state), new ReturnMutations(state), new ListMutations(state));
        var (companies, held) = (new CompanyMutations(state), new FulfillmentOrderMutations(state));
        var (webhooks, contacts) = (new WebhookMutations(state), new ContactMutations(state));
        _all = new Dictionary<string, Func<JsonObject, JsonObject>>
        {
            ["inventorySetQuantities"] = arguments => inventory.Set(Input(arguments)),
            ["inventoryActivate"] = inventory.Activate,
            ["fulfillmentCreate"] = arguments => fulfillments.Create(arguments["fulfillment"]!.AsObject()),
            ["fulfillmentTrackingInfoUpdate"] = fulfillments.UpdateTracking,
            ["fulfillmentCancel"] = fulfillments.Cancel,
            ["fulfillmentEventCreate"] = fulfillments.AddEvent,
            ["fulfillmentOrderHold"] = held.Hold,
            ["fulfillmentOrderReleaseHold"] = held.Release,
            ["fulfillmentOrderMove"] = held.Move,
            ["orderUpdate"] = arguments => orders.Update(Input(arguments)),
            ["orderMarkAsPaid"] = arguments => orders.MarkAsPaid(Input(arguments)),
            ["orderCapture"] = arguments => orders.Capture(Input(arguments)),
            ["orderCreateManualPayment"] = orders.Pay,
            ["orderCancel"] = orders.Cancel,
            ["orderEditBegin"] = edits.Begin,
            ["orderEditSetQuantity"] = edits.SetQuantity,
            ["orderEditAddVariant"] = edits.AddVariant,
            ["orderEditCommit"] = edits.Commit,
            ["refundCreate"] = arguments => new RefundMutations(state).Create(Input(arguments)),
            ["returnApproveRequest"] = arguments => returns.Approve(Input(arguments)),
            ["returnDeclineRequest"] = arguments => returns.Decline(Input(arguments)),
            ["returnProcess"] = arguments => returns.Process(Input(arguments)),
            ["metafieldsSet"] = lists.SetMetafields,
            ["priceListFixedPricesAdd"] = lists.AddPrices,
            ["companyCreate"] = arguments => companies.Create(Input(arguments)),
            ["companyUpdate"] = companies.Update,
            ["companyLocationCreate"] = companies.CreateLocation,
            ["companyLocationUpdate"] = companies.UpdateLocation,
            ["companyLocationAssignAddress"] = companies.AssignAddress,
            ["companyLocationTaxSettingsUpdate"] = companies.SetTax,
            ["companyContactCreate"] = contacts.Create,
            ["companyContactUpdate"] = contacts.Update,
            ["companyContactAssignRoles"] = contacts.AssignRoles,
            ["companyContactRevokeRoles"] = contacts.RevokeRoles,
            ["companyAssignMainContact"] = contacts.SetMain,
            ["companyAssignCustomerAsContact"] = contacts.Assign,
            ["productVariantRelationshipBulkUpdate"] = new BundleMutations(state).Update,
            ["tagsAdd"] = new TagMutations(state).Add,
            ["tagsRemove"] = new TagMutations(state).Remove,
            ["customerSet"] = new CustomerMutations(state).Set,
            ["productSet"] = new ProductMutations(state).Set,
            ["productUpdate"] = arguments => new ProductMutations(state).Update(arguments["product"]!.AsObject()),
            ["productVariantsBulkUpdate"] = new VariantMutations(state).BulkUpdate,
            ["webhookSubscriptionCreate"] = webhooks.Create,
            ["webhookSubscriptionUpdate"] = webhooks.Update,
            ["webhookSubscriptionDelete"] = webhooks.Delete,
        };
    }

    public JsonObject Run(FieldCall call)
    {
        _state.Mutations++;
        if (!NeedKey.Contains(call.Name))
        {
            return Apply(call);
        }

        var key = call.IdempotencyKey ?? throw new GraphQlError("BAD_REQUEST",
            "The @idempotent directive is required for this mutation but was not provided.", call.Name)
        {
            IsOfField = true,
        };
        var input = call.Arguments.ToJsonString();
        if (_byKey.TryGetValue(key, out var known) && _state.Time - known.At < KeysKept)
        {
            return known.Input != input
                ? Payload.Wrong(null, "The same idempotency key cannot be used with different operation parameters.",
                    "IDEMPOTENCY_KEY_PARAMETER_MISMATCH")
                : known.Answer["userErrors"] is JsonArray { Count: > 0 }
                    ? Payload.Wrong(null,
                        "A previous request with this idempotency key failed. Retry with a new idempotency key.",
                        "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")
                    : known.Answer.DeepClone().AsObject();
        }

        var answer = Apply(call);
        _byKey[key] = (input, answer.DeepClone().AsObject(), _state.Time);
        return answer;
    }

    private JsonObject Apply(FieldCall call) => _all.TryGetValue(call.Name, out var mutation)
        ? mutation(call.Arguments)
        : throw new GraphQlError(
            "INTERNAL_SERVER_ERROR", $"{call.Name} is in the schema but is not played", call.Name);

    private static JsonObject Input(JsonObject arguments) => arguments["input"]!.AsObject();
}
