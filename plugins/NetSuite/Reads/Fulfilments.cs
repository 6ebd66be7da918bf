using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Item fulfilments with their lines and tracking numbers: three queries for a batch.</summary>
internal sealed class Fulfilments(SuiteQlClient suiteQl) : IEntityReading
{
    // Not every account shows the shipping columns to SuiteQL; found out once.
    private volatile bool _shippingHidden;

    public async Task<IReadOnlyList<Found>> ReadAsync(
        IReadOnlyList<string> ids, AccountTime time, CancellationToken cancel)
    {
        if (SuiteQlText.IdList(ids) is not { } numbers)
        {
            return [];
        }

        var headers = await HeadersAsync(numbers, cancel);
        if (headers.Count == 0)
        {
            return [];
        }

        var lines = await LinesAsync(numbers, cancel);
        var packages = await PackagesAsync(numbers, cancel);
        return [.. headers.Select(header => FoundOf(header, lines, packages, time))];
    }

    private async Task<IReadOnlyList<SuiteQlRow>> HeadersAsync(string ids, CancellationToken cancel)
    {
        if (!_shippingHidden)
        {
            try
            {
                return await suiteQl.AllAsync(HeaderQuery(ids, ", t.shipcarrier, t.shipmethod"), cancel);
            }
            catch (NetSuiteException fault) when (fault.Error is { Status: 400 } error
                && error.Detail.Contains("ship", StringComparison.OrdinalIgnoreCase))
            {
                _shippingHidden = true;
            }
        }

        return await suiteQl.AllAsync(HeaderQuery(ids, ""), cancel);
    }

    private static string HeaderQuery(string ids, string shipping) =>
        $"SELECT t.id, t.tranid, t.externalid, t.status{shipping}, m.createdfrom, "
        + "o.externalid AS orderexternalid, o.otherrefnum AS orderotherrefnum, "
        + $"{SuiteQlText.AsText("t.lastmodifieddate")} AS stamp FROM transaction t "
        + "LEFT JOIN transactionline m ON m.transaction = t.id AND m.mainline = 'T' "
        + "LEFT JOIN transaction o ON o.id = m.createdfrom "
        + $"WHERE t.type = 'ItemShip' AND t.id IN ({ids}) ORDER BY t.id";

    // A fulfilment posts each line twice, once to the cost of goods: that one is no line of the shipment.
    private async Task<ILookup<string, Record>> LinesAsync(string ids, CancellationToken cancel)
    {
        var rows = await suiteQl.AllAsync(
            "SELECT tl.transaction, tl.id AS line, tl.item, i.itemid, tl.quantity, tl.location, p.previousline "
            + "FROM transactionline tl JOIN item i ON i.id = tl.item "
            + "LEFT JOIN previoustransactionlinelink p ON p.nextdoc = tl.transaction AND p.nextline = tl.id "
            + $"WHERE tl.transaction IN ({ids}) AND tl.mainline = 'F' AND tl.taxline = 'F' "
            + "AND NVL(tl.iscogs, 'F') = 'F' ORDER BY tl.transaction, tl.id, p.previousline", cancel);
        // A line can be linked more than once (picked, then shipped); the order's line is the same.
        return rows.DistinctBy(row => (row.Text("transaction"), row.Text("line")))
            .ToLookup(row => row.Text("transaction"), LineOf);
    }

    private async Task<ILookup<string, Record>> PackagesAsync(string ids, CancellationToken cancel)
    {
        var rows = await suiteQl.AllAsync(
            "SELECT m.transaction, tn.id, tn.trackingnumber FROM trackingnumbermap m "
            + "JOIN trackingnumber tn ON tn.id = m.trackingnumber "
            + $"WHERE m.transaction IN ({ids}) ORDER BY m.transaction, tn.id", cancel);
        return rows.ToLookup(row => row.Text("transaction"),
            row => new Record { ["packageTrackingNumber"] = row.Text("trackingnumber") });
    }

    private static Record LineOf(SuiteQlRow row) => new RestShape()
        .Text("orderLine", row.TextOrNull("previousline"))
        .Reference("item", row.Text("item"), ("refName", row.TextOrNull("itemid")))
        .Text("quantity", row.TextOrNull("quantity")?.TrimStart('-'))
        .Reference("location", row.TextOrNull("location"))
        .ToRecord();

    private static Found FoundOf(
        SuiteQlRow row, ILookup<string, Record> lines, ILookup<string, Record> packages, AccountTime time) =>
        StampedRow.Found(row, time, shape => shape
            .Text("tranId", row.TextOrNull("tranid"))
            .Text("externalId", row.TextOrNull("externalid"))
            .Text("status", row.TextOrNull("status"))
            .Reference("createdFrom", row.TextOrNull("createdfrom"),
                ("externalId", row.TextOrNull("orderexternalid")),
                ("otherRefNum", row.TextOrNull("orderotherrefnum")))
            .Text("shipCarrier", row.TextOrNull("shipcarrier"))
            .Reference("shipMethod", row.TextOrNull("shipmethod"))
            .List("item", lines[row.Text("id")])
            .List("package", packages[row.Text("id")]));
}
