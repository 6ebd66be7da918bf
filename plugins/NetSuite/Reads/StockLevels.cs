using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The stock of an item at a location. NetSuite gives these rows no id of their own: ours is
/// <c>item-location</c>.</summary>
internal sealed class StockLevels(SuiteQlClient suiteQl) : IEntityReading
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
        return [.. rows.Select(row => FoundOf(row, time))];
    }

    private static Found FoundOf(SuiteQlRow row, AccountTime time)
    {
        var id = $"{row.Text("item")}-{row.Text("location")}";
        var available = row.TextOrNull("quantityavailable") ?? "0";
        var version = row.TextOrNull("stamp") is { } stamp
            ? $"{AccountTime.Stamp(time.ToUtc(SuiteQlText.Parse(stamp)))}/{available}"
            : "";
        var record = new RestShape()
            .Text("id", id)
            .Reference("item", row.Text("item"), ("refName", row.TextOrNull("itemid")))
            .Reference("location", row.Text("location"), ("refName", row.TextOrNull("name")))
            .Text("quantityAvailable", available)
            .Text("quantityOnHand", row.TextOrNull("quantityonhand") ?? "0");
        return new Found(id, version, record.ToRecord());
    }
}
