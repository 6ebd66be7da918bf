using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>The header of a sales order, with the total that NetSuite computed, in the order's own currency.</summary>
internal static class SalesOrders
{
    public static IEntityReading Reading(SuiteQlClient suiteQl) => new TableReading(
        suiteQl,
        "t.id, t.tranid, t.externalid, t.status, t.foreigntotal, t.otherrefnum, t.entity, t.currency, "
            + $"{SuiteQlText.AsText("t.lastmodifieddate")} AS stamp",
        "transaction t", "t.type = 'SalesOrd'", "t.id", true, Shape);

    private static RestShape Shape(SuiteQlRow row, string version) => new RestShape()
        .Text("id", row.Text("id"))
        .Text("tranId", row.TextOrNull("tranid"))
        .Text("externalId", row.TextOrNull("externalid"))
        .Text("status", row.TextOrNull("status"))
        .Text("total", row.TextOrNull("foreigntotal"))
        .Text("otherRefNum", row.TextOrNull("otherrefnum"))
        .Reference("entity", row.TextOrNull("entity"))
        .Reference("currency", row.TextOrNull("currency"))
        .Text("lastModifiedDate", version);
}
