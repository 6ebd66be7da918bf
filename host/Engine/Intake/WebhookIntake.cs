using System.Collections.Concurrent;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine.Intake;

/// <summary>Webhooks become durable changes before their sender gets an answer; nothing else happens in the
/// request.</summary>
internal sealed class WebhookIntake(EngineParts parts, FlowRouting routing, Action<int> wakeLane)
{
    private readonly ILogger _log = parts.Log.CreateLogger<WebhookIntake>();
    private readonly ConcurrentDictionary<string, string> _notices = new();

    /// <summary>What a person was last told to know about this connection, or null.</summary>
    public string? NoticeOf(string connection) => _notices.GetValueOrDefault(connection);

    public async Task<WebhookAnswer> AcceptAsync(string connection, WebhookRequest request, CancellationToken cancel)
    {
        if (parts.UnusableConnections.ContainsKey(connection))
        {
            return new WebhookAnswer.Unusable($"the connection '{connection}' cannot be used now, please repeat");
        }

        if (!parts.Connectors.TryGetValue(connection, out var connector))
        {
            return new WebhookAnswer.Unknown($"there is no connection '{connection}'");
        }

        if (connector is not IWebhookDecoder decoder)
        {
            return new WebhookAnswer.Unknown($"the connection '{connection}' takes no webhooks");
        }

        switch (decoder.Decode(request))
        {
            case WebhookVerdict.Refused refused:
                _log.LogWarning("Webhook for {Connection} refused: {Reason}", connection, refused.Reason);
                return refused.IsGenuine
                    ? new WebhookAnswer.Unreadable(refused.Reason)
                    : new WebhookAnswer.Refused(refused.Reason);
            case WebhookVerdict.Accepted accepted:
                return new WebhookAnswer.Accepted(await StoreAsync(connection, accepted, cancel));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<int> StoreAsync(string connection, WebhookVerdict.Accepted accepted, CancellationToken cancel)
    {
        foreach (var notice in accepted.Notices)
        {
            _notices[connection] = notice.Text;
            _log.LogError("{Connection} says {Code}: {Text}", connection, notice.Code, notice.Text);
        }

        var now = parts.Time.GetUtcNow();
        var changes = accepted.Changes
            .SelectMany(change => routing.ToFlows(connection, change, $"webhook {accepted.DeliveryId}", now))
            .ToArray();
        if (changes.Length == 0)
        {
            return 0;
        }

        var append = new Append(changes) { DeliveryKey = $"{connection}|{accepted.DeliveryId}" };
        var answer = await parts.Inbox.AppendAsync(append, cancel);
        if (answer.Stored > 0)
        {
            foreach (var lane in changes.Select(change => change.Lane).Distinct())
            {
                wakeLane(lane);
            }
        }

        return answer.Stored;
    }
}
