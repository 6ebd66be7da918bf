using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>Verifies and reads webhooks. A body is a hint only: a repeated delivery carries the payload of its first
/// time.</summary>
internal sealed class WebhookDecoder(ShopifyOptions options)
{
    private readonly byte[][] _secrets = [.. new[] { options.WebhookSecret, options.PreviousWebhookSecret }
        .Where(secret => !string.IsNullOrEmpty(secret)).Select(secret => Encoding.UTF8.GetBytes(secret!))];

    public WebhookVerdict Decode(WebhookRequest request)
    {
        if (_secrets.Length == 0)
        {
            return new WebhookVerdict.Refused("no webhookSecret is set for this connection");
        }

        if (!Header(request, "X-Shopify-Hmac-Sha256", out var signature) || !IsGenuine(signature, request.Body.Span))
        {
            return new WebhookVerdict.Refused("the signature does not fit the body");
        }

        if (!Header(request, "X-Shopify-Shop-Domain", out var shop) || shop != options.Shop)
        {
            return new WebhookVerdict.Refused($"it is of the shop '{shop}', not of {options.Shop}");
        }

        if (!Header(request, "X-Shopify-Topic", out var topic) || !Header(request, "X-Shopify-Webhook-Id", out var delivery))
        {
            return new WebhookVerdict.Refused("it has no topic or no webhook id");
        }

        try
        {
            return Read(topic, delivery, request.Body);
        }
        catch (RecordException fault)
        {
            return new WebhookVerdict.Refused($"its body cannot be read: {fault.Message}");
        }
    }

    private WebhookVerdict Read(string topic, string delivery, ReadOnlyMemory<byte> body)
    {
        // The bytes are ours only until this returns; the change keeps texts, not the body.
        var payload = Record.Parse(body);
        return topic switch
        {
            "app/uninstalled" => Notice("app-uninstalled",
                $"the app was uninstalled from {options.Shop}: nothing can be read or written; install it again"),
            "app/scopes_update" => Notice("scopes-changed",
                $"the scopes of the app in {options.Shop} have changed; run ihost check --live"),
            _ when WebhookTopics.EntityOf.TryGetValue(topic, out var entity) =>
                new WebhookVerdict.Accepted(delivery, [ChangeOf(topic, entity, payload)], []),
            _ => new WebhookVerdict.Accepted(delivery, [], []),
        };

        WebhookVerdict Notice(string code, string text) =>
            new WebhookVerdict.Accepted(delivery, [], [new Notice(code, text)]);
    }

    private static Change ChangeOf(string topic, string entity, Record payload)
    {
        // An edit is wrapped and names the order only; deletions carry little more than the id.
        var record = payload.InnerOrNull("order_edit") ?? payload;
        var id = record.TextOrNull("admin_graphql_api_id")
            ?? $"gid://shopify/{(entity == ShopifyEntities.Order ? "Order" : "Customer")}/{record.TextOrNull("order_id") ?? record.Text("id")}";
        var stamp = record.TextOrNull("updated_at");
        return new Change(entity, id, stamp is null ? "" : Stamp.Normal(stamp))
        {
            Kind = topic.EndsWith("/delete", StringComparison.Ordinal) ? ChangeKind.Delete : ChangeKind.Upsert,
            Name = record.TextOrNull("name"),
            ChangedAt = stamp is null ? null : Stamp.Parse(stamp),
        };
    }

    private bool IsGenuine(string signature, ReadOnlySpan<byte> body)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(signature, given, out var written) || written != given.Length)
        {
            return false;
        }

        var genuine = false;
        foreach (var secret in _secrets)
        {
            genuine |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, body), given);
        }

        return genuine;
    }

    private static bool Header(WebhookRequest request, string name, out string value)
    {
        value = request.Headers.GetValueOrDefault(name) ?? "";
        return value.Length > 0;
    }
}
