using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>The tables of items, their prices and their members.</summary>
internal static class Goods
{
    private sealed record Price(int Item, object? Level, object? LevelName, object? Currency, decimal Quantity,
        decimal? Unit);

    private sealed record Member(int Parent, object? Item, decimal? Quantity, int Line);

    public static VirtualTable Item(NetSuiteState state, AccountZone zone)
    {
        var table = People.Stamped(new VirtualTable(() => state.Family(RecordType.Items)), zone)
            .Index("id", id => state.InFamily(RecordType.Items, id))
            .Column<StoredRecord>("itemtype", r => r.Type.Code)
            .Column<StoredRecord>("description", r => SqlFields.Text(r.Fields, "salesDescription"))
            .Column<StoredRecord>("isinactive", r => SqlFields.Flag(r.Fields, "isInactive"))
            .Column<StoredRecord>("isonline", r => SqlFields.Flag(r.Fields, "isOnline"))
            .Column<StoredRecord>("weight", r => SqlFields.Number(r.Fields, "weight"))
            .CustomColumns<StoredRecord>("custitem", (r, name) => SqlFields.Custom(r.Fields, name));
        foreach (var name in new[] { "itemId", "displayName", "upcCode", "manufacturer", "mpn", "storeDisplayName",
            "storeDescription" })
        {
            table.Column<StoredRecord>(name.ToLowerInvariant(), r => SqlFields.Text(r.Fields, name));
        }

        foreach (var name in new[] { "parent", "class", "department", "matrixType", "weightUnit" })
        {
            People.Referring(table, name);
        }

        return table;
    }

    public static VirtualTable Pricing(NetSuiteState state) => new VirtualTable(() => Prices(state))
        .Column<Price>("item", price => (decimal)price.Item)
        .Column<Price>("pricelevel", price => price.Level, price => price.LevelName)
        .Column<Price>("currency", price => price.Currency)
        .Column<Price>("quantity", price => price.Quantity)
        .Column<Price>("unitprice", price => price.Unit);

    public static VirtualTable Members(NetSuiteState state) => new VirtualTable(() =>
            from item in state.Family(RecordType.Items)
            from line in item.Lines("member").Select((line, at) => new Member(
                item.Id, SqlFields.Id(line, "item"), line.Number("quantity"), (int)(line.Number("lineNumber") ?? at)))
            select (object)line)
        .Column<Member>("parentitem", member => (decimal)member.Parent)
        .Column<Member>("item", member => member.Item)
        .Column<Member>("quantity", member => member.Quantity)
        .Column<Member>("linenumber", member => (decimal)member.Line);

    // The base price alone stands at the base price level.
    private static IEnumerable<object> Prices(NetSuiteState state)
    {
        var currency = state.Family(RecordTypes.Currency.Family).FirstOrDefault()?.Id;
        foreach (var item in state.Family(RecordType.Items))
        {
            var listed = item.Lines("price").ToList();
            if (listed.Count == 0 && item.Fields.Number("basePrice") is { } basic)
            {
                yield return new Price(item.Id, 1m, "Base Price", (decimal?)currency, 0, basic);
            }

            foreach (var line in listed)
            {
                yield return new Price(item.Id, SqlFields.Id(line, "priceLevel"), SqlFields.RefName(line, "priceLevel"),
                    SqlFields.Id(line, "currencyPage"),
                    (line["quantity"] as System.Text.Json.Nodes.JsonObject)?.Number("value") ?? 0,
                    line.Number("price"));
            }
        }
    }
}
