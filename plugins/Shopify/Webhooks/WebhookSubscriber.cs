using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Webhooks;

/// <summary>Subscribes to the topics that the flows' entities need, once each, and corrects a wrong address.</summary>
internal sealed class WebhookSubscriber(GraphQlClient client)
{
    private const int SubscriptionsAtOnce = 250;
    private const int PagesMost = 10;

    public async Task EnsureAsync(IReadOnlyList<string> entities, Uri address, CancellationToken cancel)
    {
        var standing = (await StandingAsync(cancel)).ToLookup(each => each.Text("topic"));
        var refused = new List<string>();
        foreach (var topic in WebhookTopics.Of(entities).Select(WebhookTopics.EnumOf))
        {
            try
            {
                await EnsureAsync(topic, [.. standing[topic]], address, cancel);
            }
            catch (ShopifyFault fault) when (fault.Kind == ShopifyFaultKind.Refused)
            {
                refused.Add(fault.Message); // The others are worth having.
            }
        }

        if (refused.Count > 0)
        {
            throw new ShopifyFault(ShopifyFaultKind.Refused, string.Join("; ", refused));
        }
    }

    private async Task<List<Record>> StandingAsync(CancellationToken cancel)
    {
        var standing = new List<Record>();
        string? after = null;
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var variables = new JsonObject { ["first"] = SubscriptionsAtOnce, ["after"] = after };
            var answer = await client.QueryAsync("WebhookSubscriptions", variables, cancel);
            standing.AddRange(answer.List("webhookSubscriptions.nodes"));
            if (!answer.Flag("webhookSubscriptions.pageInfo.hasNextPage"))
            {
                return standing;
            }

            after = answer.Text("webhookSubscriptions.pageInfo.endCursor");
        }

        throw new ShopifyFault(ShopifyFaultKind.Refused,
            $"{client.Shop} has more than {PagesMost * SubscriptionsAtOnce} webhook subscriptions "
                + "of this app; remove some");
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
        if (UserError.Of(payload) is [var error, ..] && !IsTaken(error))
        {
            throw new ShopifyFault(ShopifyFaultKind.Refused,
                $"{client.Shop} does not subscribe {topic}: {error.Message}");
        }
    }

    // Another host of this site was first.
    private static bool IsTaken(UserError error) =>
        error.Message.Contains("already been taken", StringComparison.Ordinal);
}
