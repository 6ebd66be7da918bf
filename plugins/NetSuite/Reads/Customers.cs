using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Customers, without their address book.</summary>
internal static class Customers
{
    public static IEntityReading Reading(SuiteQlClient suiteQl) => new TableReading(
        suiteQl,
        "c.id, c.entityid, c.externalid, c.isperson, c.companyname, c.firstname, c.lastname, c.email, c.phone, "
            + "c.subsidiary, c.currency, c.parent, c.isinactive, "
            + $"{SuiteQlText.AsText("c.lastmodifieddate")} AS stamp",
        "customer c", "", "c.id", true, Shape);

    private static RestShape Shape(SuiteQlRow row, string version) => new RestShape()
        .Text("id", row.Text("id"))
        .Text("entityId", row.TextOrNull("entityid"))
        .Text("externalId", row.TextOrNull("externalid"))
        .Flag("isPerson", row.TextOrNull("isperson"))
        .Text("companyName", row.TextOrNull("companyname"))
        .Text("firstName", row.TextOrNull("firstname"))
        .Text("lastName", row.TextOrNull("lastname"))
        .Text("email", row.TextOrNull("email"))
        .Text("phone", row.TextOrNull("phone"))
        .Reference("subsidiary", row.TextOrNull("subsidiary"))
        .Reference("currency", row.TextOrNull("currency"))
        .Reference("parent", row.TextOrNull("parent"))
        .Flag("isInactive", row.TextOrNull("isinactive"))
        .Text("lastModifiedDate", version);
}
