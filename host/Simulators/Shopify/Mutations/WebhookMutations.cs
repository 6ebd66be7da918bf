using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Webhook subscriptions. The real service wants https; loopback may be plain here.</summary>
internal sealed class WebhookMutations(ShopState state)
{
    public JsonObject Create(JsonObject arguments)
    {
        var uri = arguments["webhookSubscription"]?["uri"]?.GetValue<string>();
        var topic = arguments["topic"]!.GetValue<string>();
        if (!IsAllowed(uri))
        {
            return Payload.Wrong(["webhookSubscription", "uri"], "Address is not allowed");
        }

        if (state.All("WebhookSubscription").Any(known => Is(known, topic, uri!)))
        {
            return Payload.Wrong(
                ["webhookSubscription", "uri"], "Address for this topic has already been taken");
        }

        var made = state.Add("WebhookSubscription", new JsonObject
        {
            ["topic"] = topic,
            ["uri"] = uri,
            ["format"] = "JSON",
            ["createdAt"] = state.Now(),
            ["updatedAt"] = state.Now(),
        });
        return new JsonObject { ["webhookSubscription"] = made["id"]!.DeepClone(), ["userErrors"] = new JsonArray() };
    }

    public JsonObject Update(JsonObject arguments)
    {
        var uri = arguments["webhookSubscription"]?["uri"]?.GetValue<string>();
        if (state.Find(arguments["id"]!.GetValue<string>()) is not { } known)
        {
            return Payload.Wrong(["id"], "Webhook subscription does not exist");
        }

        if (!IsAllowed(uri))
        {
            return Payload.Wrong(["webhookSubscription", "uri"], "Address is not allowed");
        }

        known["uri"] = uri;
        state.Touch(known, null);
        return new JsonObject { ["webhookSubscription"] = known["id"]!.DeepClone(), ["userErrors"] = new JsonArray() };
    }

    public JsonObject Delete(JsonObject arguments)
    {
        var id = arguments["id"]!.GetValue<string>();
        state.Remove("WebhookSubscription", id);
        return new JsonObject { ["deletedWebhookSubscriptionId"] = id, ["userErrors"] = new JsonArray() };
    }

    private static bool Is(JsonObject known, string topic, string uri) =>
        known["topic"]!.GetValue<string>() == topic && known["uri"]!.GetValue<string>() == uri;

    private static bool IsAllowed(string? uri) => Uri.TryCreate(uri, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback);
}
