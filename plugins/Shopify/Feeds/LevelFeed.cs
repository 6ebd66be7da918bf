using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Reads;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Changed stock levels, location by location: the API lists them under their location only. A level's change
/// need not touch its item, so the item's list would miss some.</summary>
internal sealed class LevelFeed(
    ShopifyOptions options, GraphQlClient client, LocationFeed locations, TimeProvider time)
{
    public async Task<ChangePage> ReadAsync(Cursor after, CancellationToken cancel)
    {
        var place = after.Since is { } since ? LevelPlace.Start(since) : LevelPlace.Parse(after.Value);
        place = place with { Began = place.Began ?? time.GetUtcNow() };
        var ids = (await locations.AllAsync(cancel)).Select(location => location.Text("id"))
            .Order(StringComparer.Ordinal).ToArray();
        var at = Math.Max(0, Array.FindIndex(
            ids, id => place.Location is null || string.CompareOrdinal(id, place.Location) >= 0));
        if (ids.Length == 0)
        {
            return new ChangePage([], new Cursor(place.Rest().ToString()), HasMore: false);
        }

        var page = await PageAsync(ids[at], place, cancel);
        var changes = page.Nodes.Select(level => ChangeOf(level, ids[at]))
            .OrderBy(change => change.ChangedAt).ToArray();
        var newest = changes.Select(change => change.ChangedAt!.Value).Append(place.Newest).Max();
        var next = (place with { Newest = newest }) switch
        {
            var here when page.EndCursor is { } end => here with { Location = ids[at], Page = end },
            var here when at + 1 < ids.Length => here with { Location = ids[at + 1], Page = null },
            var here => here.Rest(),
        };
        return new ChangePage(changes, new Cursor(next.ToString()), HasMore: next.Began is not null);
    }

    private async Task<Listed> PageAsync(string location, LevelPlace place, CancellationToken cancel)
    {
        var from = place.ReadFrom(TimeSpan.FromSeconds(options.OverlapSeconds));
        var variables = new JsonObject
        {
            ["id"] = location,
            ["first"] = options.PageSize,
            ["after"] = place.Page,
            ["query"] = $"updated_at:>='{Stamp.Of(from)}'",
        };
        try
        {
            return Listed.In(await client.QueryAsync("LevelsChanged", variables, cancel), "location.inventoryLevels");
        }
        catch (ShopifyFault fault) when (place.Page is not null && fault.Kind == ShopifyFaultKind.Refused
            && fault.Message.Contains("cursor", StringComparison.OrdinalIgnoreCase))
        {
            variables["after"] = null; // It has grown old: the location is read again from its beginning.
            return Listed.In(await client.QueryAsync("LevelsChanged", variables, cancel), "location.inventoryLevels");
        }
    }

    private static Change ChangeOf(Record level, string location) => new(ShopifyEntities.InventoryLevel,
        new LevelId(level.Text("item.id"), location).ToString(), Versions.Of(ShopifyEntities.InventoryLevel, level))
    {
        Name = level.TextOrNull("item.sku"),
        GroupKey = level.TextOrNull("item.id"),
        ChangedAt = Versions.ChangedAt(ShopifyEntities.InventoryLevel, level),
    };
}
