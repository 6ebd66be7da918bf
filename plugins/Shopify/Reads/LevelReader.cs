using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>Stock levels by our id of them (see <see cref="LevelId"/>), many items in one query.</summary>
internal sealed class LevelReader(GraphQlClient client)
{
    private const int ItemsAtOnce = 15;

    public async Task<IReadOnlyList<Found>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var found = new List<Found>(ids.Count);
        foreach (var part in ids.GroupBy(id => LevelId.Parse(id).Item).Chunk(ItemsAtOnce))
        {
            var variables = new JsonObject
            {
                ["ids"] = new JsonArray([.. part.Select(item => (JsonNode?)JsonValue.Create(item.Key))]),
            };
            var answer = await client.QueryAsync("LevelsByItems", variables, cancel);
            for (var at = 0; at < part.Length; at++)
            {
                if (answer.Has($"nodes.{at}.id"))
                {
                    found.AddRange(LevelsOf(answer.Inner($"nodes.{at}"), part[at]));
                }
            }
        }

        return found;
    }

    private IEnumerable<Found> LevelsOf(Record item, IEnumerable<string> ids)
    {
        if (item.Flag("inventoryLevels.pageInfo.hasNextPage"))
        {
            throw new ShopifyFault(ShopifyFaultKind.Refused,
                $"{item.Text("id")} in {client.Shop} is stocked at more locations than are read");
        }

        var levels = item.List("inventoryLevels.nodes").ToDictionary(level => level.Text("location.id"));
        return ids.Where(id => levels.ContainsKey(LevelId.Parse(id).Location)).Select(id =>
        {
            var level = levels[LevelId.Parse(id).Location];
            return new Found(id, Versions.Of(ShopifyEntities.InventoryLevel, level), level);
        });
    }
}
