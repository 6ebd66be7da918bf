using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>Locations: the API cannot list what changed since, and a shop has few, so each poll reads all. The cursor
/// is the flow's start and the locations that stood: one that is not there any more was deleted.</summary>
internal sealed class LocationFeed(GraphQlClient client)
{
    private const int AtOnce = 250;
    private const int PagesMost = 20;

    public async Task<ChangePage> ReadAsync(Cursor after, CancellationToken cancel)
    {
        var place = after.Since is { } start ? new LocationPlace(start, []) : LocationPlace.Parse(after.Value);
        var since = place.Since;
        var all = await AllAsync(cancel);
        var changes = all
            .Where(location => Versions.ChangedAt(ShopifyEntities.Location, location) >= since)
            .Select(location => new Change(
                ShopifyEntities.Location, location.Text("id"), Versions.Of(ShopifyEntities.Location, location))
            {
                Name = location.Text("name"),
                ChangedAt = Versions.ChangedAt(ShopifyEntities.Location, location),
            })
            .OrderBy(change => change.ChangedAt);
        var standing = all.Select(location => location.Text("id")).ToArray();
        var gone = place.Stood.Except(standing).Select(id => new Change(ShopifyEntities.Location, id, "")
        {
            Kind = ChangeKind.Delete,
        });
        return new ChangePage(
            [.. changes, .. gone], new Cursor(new LocationPlace(since, standing).ToString()), HasMore: false);
    }

    /// <summary>All locations, whether active or not.</summary>
    public async Task<IReadOnlyList<Record>> AllAsync(CancellationToken cancel)
    {
        var all = new List<Record>();
        string? after = null;
        for (var pages = 0; pages < PagesMost; pages++)
        {
            var variables = new JsonObject { ["first"] = AtOnce, ["after"] = after };
            var page = Listed.In(await client.QueryAsync("LocationsChanged", variables, cancel), "locations");
            all.AddRange(page.Nodes);
            if (page.EndCursor is null)
            {
                return all;
            }

            after = page.EndCursor;
        }

        throw new ShopifyFault(
            ShopifyFaultKind.Refused, $"{client.Shop} has more than {PagesMost * AtOnce} locations");
    }
}
