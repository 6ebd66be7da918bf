using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Webhooks;

/// <summary>What a shop has to tell: one delivery per subscription of the topic, signed over its raw bytes.</summary>
internal sealed class WebhookOutbox
{
    private const int WaitingMost = 100_000;

    private readonly Channel<WebhookDelivery> _waiting = Channel.CreateBounded<WebhookDelivery>(WaitingMost);
    private readonly ShopState _state;
    private readonly TimeProvider _time;
    private WebhookDelivery? _held;
    private long _last;

    public WebhookOutbox(ShopState state, TimeProvider time)
    {
        (_state, _time) = (state, time);
        state.Changed += Tell;
    }

    /// <summary>How often each delivery is posted.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>Every n-th delivery is lost; 0 loses none.</summary>
    public int LoseEvery { get; set; }

    /// <summary>Whether every second delivery goes out before the one that was made before it.</summary>
    public bool Reorder { get; set; }

    public long Delivered { get; set; }

    public ChannelReader<WebhookDelivery> Waiting => _waiting.Reader;

    private void Tell(string topic, JsonObject record)
    {
        var wanted = topic.Replace('/', '_').ToUpperInvariant();
        foreach (var subscription in _state.All("WebhookSubscription")
            .Where(known => known["topic"]!.GetValue<string>() == wanted))
        {
            var number = ++_last;
            if (LoseEvery > 0 && number % LoseEvery == 0)
            {
                continue;
            }

            var delivery = Deliver(topic, record, new Uri(subscription["uri"]!.GetValue<string>()), number);
            if (Reorder && _held is null)
            {
                _held = delivery;
                continue;
            }

            Post(delivery);
            if (_held is { } earlier)
            {
                _held = null;
                Post(earlier);
            }
        }
    }

    private void Post(WebhookDelivery delivery)
    {
        for (var copy = 0; copy < Copies; copy++)
        {
            _waiting.Writer.TryWrite(delivery);
        }
    }

    private WebhookDelivery Deliver(string topic, JsonObject record, Uri address, long number)
    {
        var body = Encoding.UTF8.GetBytes(RestShape.Of(topic, record).ToJsonString());
        var secret = Encoding.UTF8.GetBytes(_state.Options.WebhookSecret);
        var id = string.Create(CultureInfo.InvariantCulture, $"{_state.Options.Domain.Length:x4}-{number:x12}");
        var headers = new Dictionary<string, string>
        {
            ["X-Shopify-Topic"] = topic,
            ["X-Shopify-Hmac-Sha256"] = Convert.ToBase64String(HMACSHA256.HashData(secret, body)),
            ["X-Shopify-Shop-Domain"] = _state.Options.Domain,
            ["X-Shopify-API-Version"] = "2026-07",
            ["X-Shopify-Webhook-Id"] = id,
            ["X-Shopify-Event-Id"] = "e" + id,
            ["X-Shopify-Triggered-At"] = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        };
        return new WebhookDelivery(address, headers, body);
    }
}
