using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>The tables of customers and contacts.</summary>
internal static class People
{
    public static VirtualTable Customer(NetSuiteState state, AccountZone zone)
    {
        var table = Named(state, zone, RecordTypes.Customer,
                "entityId", "companyName", "firstName", "lastName", "email", "phone", "comments", "altEmail", "title")
            .Column<StoredRecord>("isperson", r => SqlFields.Flag(r.Fields, "isPerson"));
        foreach (var name in new[] { "subsidiary", "currency", "parent", "priceLevel", "terms", "category" })
        {
            Referring(table, name);
        }

        return table;
    }

    public static VirtualTable Contact(NetSuiteState state, AccountZone zone)
    {
        var table = Named(state, zone, RecordTypes.Contact,
            "entityId", "firstName", "lastName", "email", "phone", "title");
        foreach (var name in new[] { "subsidiary", "company" })
        {
            Referring(table, name);
        }

        return table;
    }

    public static VirtualTable Stamped(VirtualTable table, AccountZone zone) => table
        .Column<StoredRecord>("id", r => (decimal)r.Id)
        .Column<StoredRecord>("externalid", r => r.ExternalId)
        .Column<StoredRecord>("createddate", r => zone.Local(r.Created))
        .Column<StoredRecord>("datecreated", r => zone.Local(r.Created))
        .Column<StoredRecord>("lastmodifieddate", r => zone.Local(r.LastModified));

    public static void Referring(VirtualTable table, string name) => table.Column<StoredRecord>(
        name.ToLowerInvariant(), r => SqlFields.Id(r.Fields, name), r => SqlFields.RefName(r.Fields, name));

    private static VirtualTable Named(NetSuiteState state, AccountZone zone, RecordType type, params string[] texts)
    {
        var table = Stamped(new VirtualTable(() => state.Of(type)), zone)
            .Column<StoredRecord>("isinactive", r => SqlFields.Flag(r.Fields, "isInactive"))
            .CustomColumns<StoredRecord>("custentity", (r, name) => SqlFields.Custom(r.Fields, name));
        foreach (var name in texts)
        {
            table.Column<StoredRecord>(name.ToLowerInvariant(), r => SqlFields.Text(r.Fields, name));
        }

        return table;
    }
}
