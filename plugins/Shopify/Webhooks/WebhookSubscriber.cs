using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>Subscribes to the topics that the flows' entities need, once each, and corrects a wrong address.</summary>
internal sealed class WebhookSubscriber(GraphQlClient client)
{
    private const int SubscriptionsMost = 250;

    public async Task EnsureAsync(IReadOnlyList<string> entities, Uri address, CancellationToken cancel)
    {
        var known = await client.QueryAsync("WebhookSubscriptions", new JsonObject { ["first"] = SubscriptionsMost }, cancel);
        var standing = known.List("webhookSubscriptions.nodes").ToLookup(each => each.Text("topic"));
        foreach (var topic in WebhookTopics.EntityOf.Where(pair => entities.Contains(pair.Value)).Select(pair => pair.Key))
        {
            await EnsureAsync(WebhookTopics.EnumOf(topic), [.. standing[WebhookTopics.EnumOf(topic)]], address, cancel);
        }
    }

    private async Task EnsureAsync(string topic, Record[] standing, Uri address, CancellationToken cancel)
    {
        if (standing.Any(each => each.Text("uri") == address.AbsoluteUri))
        {
            return;
        }

        // One that leads to this connection's path on another address is ours from before a move.
        var moved = standing.FirstOrDefault(each =>
            Uri.TryCreate(each.Text("uri"), UriKind.Absolute, out var old) && old.AbsolutePath == address.AbsolutePath);
        var subscription = new JsonObject { ["uri"] = address.AbsoluteUri, ["format"] = "JSON" };
        var payload = moved is null
            ? await client.MutateAsync("WebhookSubscribe", "webhookSubscriptionCreate",
                new JsonObject { ["topic"] = topic, ["subscription"] = subscription }, Priority.Normal, cancel)
            : await client.MutateAsync("WebhookMove", "webhookSubscriptionUpdate",
                new JsonObject { ["id"] = moved.Text("id"), ["subscription"] = subscription }, Priority.Normal, cancel);
        if (AnswerErrors.Of(payload) is [var error, ..])
        {
            throw new ShopifyFault(ShopifyFaultKind.Refused, $"{topic}: {error.Message}");
        }
    }
}
