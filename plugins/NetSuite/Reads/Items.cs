using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Inventory items.</summary>
internal static class Items
{
    /// <summary>The table's own word for an inventory item.</summary>
    public const string InventoryOnly = "i.itemtype = 'InvtPart'";

    public static IEntityReading Reading(SuiteQlClient suiteQl) => new TableReading(
        suiteQl,
        "i.id, i.itemid, i.displayname, i.externalid, i.isinactive, "
            + $"{SuiteQlText.AsText("i.lastmodifieddate")} AS stamp",
        "item i", InventoryOnly, "i.id", true, Shape);

    private static RestShape Shape(SuiteQlRow row, string version) => new RestShape()
        .Text("id", row.Text("id"))
        .Text("itemId", row.TextOrNull("itemid"))
        .Text("displayName", row.TextOrNull("displayname"))
        .Text("externalId", row.TextOrNull("externalid"))
        .Flag("isInactive", row.TextOrNull("isinactive"))
        .Text("lastModifiedDate", version);
}
