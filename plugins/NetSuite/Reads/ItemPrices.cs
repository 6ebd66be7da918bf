using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The prices of an item, one per price level, currency and quantity break. They have no id and no stamp of
/// their own: a price changes when its item is saved, and is known by it.</summary>
internal sealed class ItemPrices(SuiteQlClient suiteQl) : IEntityReading
{
    public async Task<IReadOnlyList<Found>> ReadAsync(
        IReadOnlyList<string> ids, AccountTime time, CancellationToken cancel)
    {
        if (SuiteQlText.IdList(ids) is not { } numbers)
        {
            return [];
        }

        var items = await suiteQl.AllAsync(
            $"SELECT i.id, i.itemid, i.externalid, {SuiteQlText.AsText("i.lastmodifieddate")} AS stamp FROM item i "
            + $"WHERE i.id IN ({numbers}) ORDER BY i.id", cancel);
        if (items.Count == 0)
        {
            return [];
        }

        var prices = (await suiteQl.AllAsync(
            "SELECT p.item, p.pricelevel, l.name AS levelname, p.currency, c.symbol, p.quantity, p.unitprice "
            + "FROM pricing p LEFT JOIN pricelevel l ON l.id = p.pricelevel LEFT JOIN currency c ON c.id = p.currency "
            + $"WHERE p.item IN ({numbers}) ORDER BY p.item, p.pricelevel, p.currency, p.quantity", cancel))
            .ToLookup(row => row.Text("item"), PriceOf);
        return [.. items.Select(row => FoundOf(row, prices, time))];
    }

    private static Record PriceOf(SuiteQlRow row) => new RestShape()
        .Reference("priceLevel", row.TextOrNull("pricelevel"), ("refName", row.TextOrNull("levelname")))
        .Reference("currency", row.TextOrNull("currency"), ("refName", row.TextOrNull("symbol")))
        .Text("quantity", row.TextOrNull("quantity") ?? "0")
        .Text("price", row.TextOrNull("unitprice"))
        .ToRecord();

    private static Found FoundOf(SuiteQlRow row, ILookup<string, Record> prices, AccountTime time) =>
        StampedRow.Found(row, time, shape => shape
            .Reference("item", row.Text("id"),
                ("refName", row.TextOrNull("itemid")), ("externalId", row.TextOrNull("externalid")))
            .List("price", prices[row.Text("id")]));
}
