using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Records that were deleted, by the shop's events, which it keeps for a year: a list of what changed cannot
/// show what is gone.</summary>
internal sealed class DeletionFeed(GraphQlClient client, ILogger log)
{
    private const int AtOnce = 50; // They are few, and the shop reserves points for as many as are asked for.
    private const int PagesMost = 500; // More than 25,000 of a list the service does not show.
    private const string NotAllowed = "ACCESS_DENIED";

    private readonly ConcurrentDictionary<string, bool> _denied = new();

    /// <summary>What was deleted from an instant on, oldest first; nothing where the app may not see the shop's
    /// events: what changed is worth telling without them.</summary>
    /// <param name="entity">Our name of it.</param>
    /// <param name="subject">The shop's name of it in an event.</param>
    /// <param name="from">The instant.</param>
    /// <param name="cancel">Ends the reads.</param>
    public async Task<IReadOnlyList<Change>> ReadIfAllowedAsync(
        string entity, string subject, DateTimeOffset from, CancellationToken cancel)
    {
        try
        {
            return await ReadAsync(entity, subject, from, cancel);
        }
        catch (ShopifyFault fault) when (fault.Code == NotAllowed)
        {
            if (_denied.TryAdd(entity, true))
            {
                log.LogWarning("{Shop} does not show its events: which {Entity} were deleted is told by webhooks only",
                    client.Shop, entity);
            }

            return [];
        }
    }

    private async Task<IReadOnlyList<Change>> ReadAsync(
        string entity, string subject, DateTimeOffset from, CancellationToken cancel)
    {
        var changes = new List<Change>();
        string? after = null;
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var page = Listed.In(await client.QueryAsync("DeletionsSince", new JsonObject
            {
                ["first"] = AtOnce,
                ["after"] = after,
                ["query"] = $"action:destroy AND subject_type:{subject} AND created_at:>='{Stamp.Of(from)}'",
            }, cancel), "events");
            // The search is generous: what it gives is looked at.
            changes.AddRange(page.Nodes
                .Where(each => each.TextOrNull("action") == "destroy" && each.TextOrNull("subjectType") == subject)
                .Select(each => new Change(entity, each.Text("subjectId"), Stamp.Normal(each.Text("createdAt")))
                {
                    Kind = ChangeKind.Delete, ChangedAt = Stamp.Parse(each.Text("createdAt")),
                }));
            if (page.EndCursor is null)
            {
                return changes;
            }

            after = page.EndCursor;
        }

        throw new ShopifyFault(ShopifyFaultKind.Refused,
            $"{client.Shop} deleted more than {PagesMost * AtOnce} of {entity} since {Stamp.Of(from)}; rewind the "
                + "flow's cursor to now and compare the two systems");
    }
}
