using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>Verifies and reads webhooks. A body is a hint only: a repeated delivery carries the payload of its first
/// time, in the older REST shape.</summary>
internal sealed class WebhookDecoder(ShopifyOptions options)
{
    private readonly WebhookSignature _signature = new(options.SigningSecret, options.PreviousWebhookSecret);

    public WebhookVerdict Decode(WebhookRequest request)
    {
        if (!_signature.CanVerify)
        {
            return Refused("this connection has no webhookSecret; set it to the app's client secret");
        }

        if (Header(request, "X-Shopify-Hmac-Sha256") is not { } signature)
        {
            return Refused("it has no X-Shopify-Hmac-Sha256 header");
        }

        if (!_signature.IsGenuine(signature, request.Body.Span))
        {
            return Refused("its signature does not fit its body; check webhookSecret");
        }

        if (Header(request, "X-Shopify-Shop-Domain") is not { } shop
            || !shop.Equals(options.Shop, StringComparison.OrdinalIgnoreCase))
        {
            return Refused($"it is not of {options.Shop} but of another shop");
        }

        if (Header(request, "X-Shopify-Topic") is not { } topic
            || Header(request, "X-Shopify-Webhook-Id") is not { } delivery)
        {
            return Refused("it has no X-Shopify-Topic or no X-Shopify-Webhook-Id header");
        }

        try
        {
            return Read(topic, delivery, request.Body);
        }
        catch (Exception fault) when (fault is RecordException or FormatException)
        {
            return Refused($"its body is no {topic}: {fault.Message}") with { IsGenuine = true };
        }
    }

    private WebhookVerdict.Accepted Read(string topic, string delivery, ReadOnlyMemory<byte> body)
    {
        // The bytes are lent until this returns: the change keeps texts, not the body.
        var payload = Record.Parse(body);
        return WebhookNotices.Of(topic, options.Shop) is { } notice
            ? new WebhookVerdict.Accepted(delivery, [], [notice])
            : new WebhookVerdict.Accepted(delivery, WebhookChanges.Of(topic, payload), []);
    }

    private static string? Header(WebhookRequest request, string name) =>
        request.Headers.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static WebhookVerdict.Refused Refused(string reason) => new(reason);
}
