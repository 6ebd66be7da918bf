using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Finds records by a field, many values in one query, and compares exactly: whatever NetSuite's own idea of
/// equal text is, <c>ab-1</c> is not <c>AB-1</c>. Only e-mail addresses ignore case.</summary>
internal sealed class RecordFinder(SuiteQlClient suiteQl)
{
    private sealed record Place(string From, string Where, string Id, string Column, bool IgnoreCase = false);

    private static readonly Dictionary<(string Entity, string Field), Place> Places = new()
    {
        [("inventoryItem", "itemId")] = new("item i", Items.InventoryOnly, "i.id", "i.itemid"),
        [("inventoryItem", "externalId")] = new("item i", Items.InventoryOnly, "i.id", "i.externalid"),
        [("item", "itemId")] = new("item i", "", "i.id", "i.itemid"),
        [("item", "externalId")] = new("item i", "", "i.id", "i.externalid"),
        [("customer", "email")] = new("customer c", "", "c.id", "c.email", IgnoreCase: true),
        [("customer", "externalId")] = new("customer c", "", "c.id", "c.externalid"),
        [("salesOrder", "externalId")] = new("transaction t", "t.type = 'SalesOrd'", "t.id", "t.externalid"),
        [("salesOrder", "otherRefNum")] = new("transaction t", "t.type = 'SalesOrd'", "t.id", "t.otherrefnum"),
        [("itemFulfillment", "externalId")] = new("transaction t", "t.type = 'ItemShip'", "t.id", "t.externalid"),
        [("location", "name")] = new("location l", "", "l.id", "l.name"),
        [("currency", "symbol")] = new("currency c", "", "c.id", "c.symbol"),
    };

    public async Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel)
    {
        if (!Places.TryGetValue((entity, field), out var place))
        {
            var known = Places.Keys.Where(key => key.Entity == entity).Select(key => key.Field);
            throw new ArgumentException(
                $"a NetSuite {entity} cannot be found by '{field}'; it can be by: {string.Join(", ", known)}");
        }

        var matches = new List<Match>();
        foreach (var chunk in values.Where(value => value is not "").Distinct().Chunk(ValuesMax))
        {
            matches.AddRange(await FindChunkAsync(place, chunk, cancel));
        }

        return matches;
    }

    private async Task<IEnumerable<Match>> FindChunkAsync(Place place, string[] values, CancellationToken cancel)
    {
        var same = place.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var column = place.IgnoreCase ? $"LOWER({place.Column})" : place.Column;
        var wanted = place.IgnoreCase ? values.Select(value => value.ToLowerInvariant()).Distinct() : values;
        var and = place.Where is "" ? "" : $"{place.Where} AND ";
        var rows = await suiteQl.AllAsync(
            $"SELECT {place.Id} AS id, {place.Column} AS matched FROM {place.From} "
            + $"WHERE {and}{column} IN ({SuiteQlText.QuotedList(wanted)}) ORDER BY {place.Id}", cancel);
        return from row in rows
               from value in values
               where same.Equals(row.TextOrNull("matched"), value)
               select new Match(value, row.Text("id"), "");
    }

    private const int ValuesMax = 250;
}
