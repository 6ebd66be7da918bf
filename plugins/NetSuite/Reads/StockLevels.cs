using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The stock of an item at a location. NetSuite gives these rows no id of their own: ours is
/// <c>item-location</c>. What has no row may be a kit.</summary>
internal sealed class StockLevels(SuiteQlClient suiteQl, KitStock kits) : IEntityReading
{
    public async Task<IReadOnlyList<Found>> ReadAsync(
        IReadOnlyList<string> ids, AccountTime time, CancellationToken cancel)
    {
        var pairs = ids.Distinct().Select(id => id.Split('-'))
            .Where(parts => parts.Length == 2 && parts.All(SuiteQlText.IsId))
            .Select(parts => (Item: parts[0], Location: parts[1]))
            .ToList();
        if (pairs.Count == 0)
        {
            return [];
        }

        var byLocation = pairs.GroupBy(pair => pair.Location, pair => pair.Item)
            .Select(group => $"(a.location = {group.Key} AND a.item IN ({string.Join(", ", group)}))");
        var rows = await suiteQl.AllAsync(
            "SELECT a.item, a.location, i.itemid, l.name, a.quantityavailable, a.quantityonhand, "
            + $"{SuiteQlText.AsText("a.lastquantityavailablechange")} AS stamp "
            + "FROM aggregateitemlocation a JOIN item i ON i.id = a.item JOIN location l ON l.id = a.location "
            + $"WHERE ({string.Join(" OR ", byLocation)}) ORDER BY a.item, a.location", cancel);
        var levels = rows.Select(row => FoundOf(row, time)).ToList();
        var rest = pairs.Where(pair => !levels.Exists(level => level.Id == IdOf(pair))).ToList();
        return rest.Count == 0 ? levels : [.. levels, .. await kits.ReadAsync(rest, time, cancel)];
    }

    /// <summary>A level as it is read.</summary>
    public static Found FoundOf((string Item, string Location) pair, string version, string? itemName, string? place,
        string available, string onHand) => new(IdOf(pair), version, new RestShape()
            .Text("id", IdOf(pair))
            .Reference("item", pair.Item, ("refName", itemName))
            .Reference("location", pair.Location, ("refName", place))
            .Text("quantityAvailable", available)
            .Text("quantityOnHand", onHand)
            .ToRecord());

    private static string IdOf((string Item, string Location) pair) => $"{pair.Item}-{pair.Location}";

    private static Found FoundOf(SuiteQlRow row, AccountTime time)
    {
        var available = row.TextOrNull("quantityavailable") ?? "0";
        var version = row.TextOrNull("stamp") is { } stamp
            ? $"{time.Version(SuiteQlText.Parse(stamp))}/{available}"
            : "";
        return FoundOf((row.Text("item"), row.Text("location")), version, row.TextOrNull("itemid"),
            row.TextOrNull("name"), available, row.TextOrNull("quantityonhand") ?? "0");
    }
}
