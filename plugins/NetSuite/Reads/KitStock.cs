using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The stock of kits. NetSuite keeps none: at a location there are as many as the scarcest member allows, and
/// the number changes with the stock of any member.</summary>
internal sealed class KitStock(SuiteQlClient suiteQl, KitMembers members)
{
    /// <summary>A page of changed stock levels, with those of the kits that have one of the items in them.</summary>
    public async Task<ChangePage> CompletedAsync(ChangePage page, CancellationToken cancel)
    {
        var levels = page.Changes.Where(change => change.Kind == ChangeKind.Upsert).ToList();
        var items = levels.Select(ItemOf).Distinct().ToList();
        var kits = (await members.WithAsync(items, cancel)).ToLookup(member => member.Item);
        // The version tells which member moved: the same change, polled again, is the same.
        var more = levels.SelectMany(level => kits[ItemOf(level)], (level, member) => level with
        {
            Id = $"{member.Kit}-{LocationOf(level.Id)}",
            Version = $"{level.Version}/{member.Item}",
        });
        return page with { Changes = [.. page.Changes, .. more.DistinctBy(change => (change.Id, change.Version))] };
    }

    /// <summary>The levels of these pairs that are kits'.</summary>
    public async Task<IReadOnlyList<Found>> ReadAsync(IReadOnlyList<(string Item, string Location)> pairs,
        AccountTime time, CancellationToken cancel)
    {
        var parts = (await members.OfAsync([.. pairs.Select(pair => pair.Item).Distinct()], cancel))
            .ToLookup(member => member.Kit);
        if (parts.Count == 0)
        {
            return [];
        }

        var items = parts.SelectMany(kit => kit).Select(member => member.Item).Distinct();
        var locations = pairs.Select(pair => pair.Location).Distinct();
        var rows = await suiteQl.AllAsync(
            "SELECT a.item, a.location, l.name, a.quantityavailable, a.quantityonhand, "
            + $"{SuiteQlText.AsText("a.lastquantityavailablechange")} AS stamp "
            + "FROM aggregateitemlocation a JOIN location l ON l.id = a.location "
            + $"WHERE a.item IN ({string.Join(", ", items)}) AND a.location IN ({string.Join(", ", locations)}) "
            + "ORDER BY a.item, a.location", cancel);
        var levels = rows.ToDictionary(row => (row.Text("item"), row.Text("location")));
        return [.. pairs.Where(pair => parts.Contains(pair.Item))
            .Select(pair => FoundOf(pair, [.. parts[pair.Item]], levels, time))];
    }

    private static Found FoundOf((string Item, string Location) pair, KitMembers.Member[] kit,
        Dictionary<(string, string), SuiteQlRow> levels, AccountTime time)
    {
        var rows = kit.Select(member => levels.TryGetValue((member.Item, pair.Location), out var row)
            ? row : (SuiteQlRow?)null).ToArray();
        var available = Fewest(kit, rows, "quantityavailable");
        var stamp = rows.Select(row => row?.TextOrNull("stamp")).Max(StringComparer.Ordinal);
        var version = stamp is null ? ""
            : $"{time.Version(SuiteQlText.Parse(stamp))}/{available}";
        var place = rows.FirstOrDefault(row => row is not null)?.TextOrNull("name");
        return StockLevels.FoundOf(pair, version, kit[0].KitName, place, available,
            Fewest(kit, rows, "quantityonhand"));
    }

    private static string Fewest(KitMembers.Member[] kit, SuiteQlRow?[] rows, string column) => kit
        .Zip(rows, (member, row) => Math.Floor(NumberOf(row?.TextOrNull(column)) / Math.Max(member.Quantity, Least)))
        .Min().ToString(CultureInfo.InvariantCulture);

    private static decimal NumberOf(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string ItemOf(Change level) => level.Id[..level.Id.IndexOf('-', StringComparison.Ordinal)];

    private static string LocationOf(string id) => id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..];

    private const decimal Least = 0.000_001m;
}
