using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Customers and contacts, without their address books.</summary>
internal static class Customers
{
    public static IEntityReading Reading(SuiteQlClient suiteQl, CustomFields custom) => new TableReading(
        suiteQl,
        "c.id, c.entityid, c.externalid, c.isperson, c.companyname, c.firstname, c.lastname, c.email, c.phone, "
            + "c.subsidiary, c.currency, c.parent, c.isinactive, "
            + $"{SuiteQlText.AsText("c.lastmodifieddate")} AS stamp{custom.Columns("custentity", "c")}",
        "customer c", "", "c.id", true, (row, version) => new RestShape()
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
            .Custom(row, custom.Of("custentity"))
            .Text("lastModifiedDate", version));

    public static IEntityReading Contacts(SuiteQlClient suiteQl, CustomFields custom) => new TableReading(
        suiteQl,
        "c.id, c.entityid, c.externalid, c.firstname, c.lastname, c.email, c.phone, c.title, c.company, "
            + $"c.isinactive, {SuiteQlText.AsText("c.lastmodifieddate")} AS stamp{custom.Columns("custentity", "c")}",
        "contact c", "", "c.id", true, (row, version) => new RestShape()
            .Text("id", row.Text("id"))
            .Text("entityId", row.TextOrNull("entityid"))
            .Text("externalId", row.TextOrNull("externalid"))
            .Text("firstName", row.TextOrNull("firstname"))
            .Text("lastName", row.TextOrNull("lastname"))
            .Text("email", row.TextOrNull("email"))
            .Text("phone", row.TextOrNull("phone"))
            .Text("title", row.TextOrNull("title"))
            .Reference("company", row.TextOrNull("company"))
            .Flag("isInactive", row.TextOrNull("isinactive"))
            .Custom(row, custom.Of("custentity"))
            .Text("lastModifiedDate", version));
}
