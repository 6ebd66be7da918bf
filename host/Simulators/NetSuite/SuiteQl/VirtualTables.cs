using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>The tables that the account shows to SuiteQL.</summary>
internal sealed class VirtualTables(NetSuiteState state, AccountZone zone)
{
    private readonly Dictionary<string, VirtualTable> _tables = new()
    {
        ["dual"] = new VirtualTable(() => [new object()]),
        ["transaction"] = Transaction(state, zone),
        ["transactionline"] = Lines(state),
        ["item"] = Item(state, zone),
        ["customer"] = Customer(state, zone),
        ["location"] = Named(state, RecordTypes.Location)
            .Column<StoredRecord>("makeinventoryavailable", r => SqlFields.Flag(r.Fields, "makeInventoryAvailable")),
        ["currency"] = Named(state, RecordTypes.Currency)
            .Column<StoredRecord>("symbol", r => SqlFields.Text(r.Fields, "symbol")),
        ["subsidiary"] = Named(state, RecordTypes.Subsidiary)
            .Column<StoredRecord>("currency", r => SqlFields.Id(r.Fields, "currency"))
            .Column<StoredRecord>("parent", r => SqlFields.Id(r.Fields, "parent"))
            .Column<StoredRecord>("iselimination", r => SqlFields.Flag(r.Fields, "isElimination")),
        ["aggregateitemlocation"] = Stock(state, zone),
        ["inventoryitemlocations"] = Stock(state, zone),
        ["previoustransactionlinelink"] = new VirtualTable(() => state.Links)
            .Column<LineLink>("previousdoc", link => (decimal)link.PreviousDoc)
            .Column<LineLink>("previousline", link => (decimal)link.PreviousLine)
            .Column<LineLink>("nextdoc", link => (decimal)link.NextDoc)
            .Column<LineLink>("nextline", link => (decimal)link.NextLine)
            .Column<LineLink>("linktype", link => link.LinkType),
        ["trackingnumbermap"] = new VirtualTable(() => state.TrackingNumbers)
            .Column<TrackingNumber>("transaction", number => (decimal)number.Transaction)
            .Column<TrackingNumber>("trackingnumber", number => (decimal)number.Id, number => number.Number),
        ["trackingnumber"] = new VirtualTable(() => state.TrackingNumbers)
            .Column<TrackingNumber>("id", number => (decimal)number.Id)
            .Column<TrackingNumber>("trackingnumber", number => number.Number),
        ["deletedrecord"] = new VirtualTable(() => state.Deleted)
            .Column<DeletedRecord>("recordid", deleted => (decimal)deleted.Id)
            .Column<DeletedRecord>("recordtypeid", deleted => deleted.Type)
            .Column<DeletedRecord>("type", deleted => deleted.Type)
            .Column<DeletedRecord>("name", deleted => deleted.Name)
            .Column<DeletedRecord>("deleteddate", deleted => zone.Local(deleted.Deleted)),
    };

    /// <exception cref="QueryFault">There is none of this name.</exception>
    public VirtualTable Table(string name) => _tables.GetValueOrDefault(name)
        ?? throw new QueryFault($"Record '{name}' was not found.");

    private static VirtualTable Stamped(VirtualTable table, AccountZone zone) => table
        .Column<StoredRecord>("id", r => (decimal)r.Id)
        .Column<StoredRecord>("externalid", r => r.ExternalId)
        .Column<StoredRecord>("createddate", r => zone.Local(r.Created))
        .Column<StoredRecord>("datecreated", r => zone.Local(r.Created))
        .Column<StoredRecord>("lastmodifieddate", r => zone.Local(r.LastModified));

    private static VirtualTable Named(NetSuiteState state, RecordType type) =>
        new VirtualTable(() => state.Of(type))
            .Column<StoredRecord>("id", r => (decimal)r.Id)
            .Column<StoredRecord>("externalid", r => r.ExternalId)
            .Column<StoredRecord>("name", r => SqlFields.Text(r.Fields, "name"))
            .Column<StoredRecord>("isinactive", r => SqlFields.Flag(r.Fields, "isInactive"));

    private static VirtualTable Transaction(NetSuiteState state, AccountZone zone)
    {
        var table = Stamped(new VirtualTable(() => state.Family(RecordType.Transactions)), zone)
            .Column<StoredRecord>("type", r => r.Type.Code)
            .Column<StoredRecord>("entity", Entity, EntityName)
            .Column<StoredRecord>("trandate", r => SqlFields.Date(r.Fields, "tranDate"))
            .Column<StoredRecord>("status", r => SqlFields.Id(r.Fields, "status"),
                r => SqlFields.RefName(r.Fields, "status"))
            .Column<StoredRecord>("foreigntotal", Total)
            .Column<StoredRecord>("total", r => Total(r) is decimal total
                ? total * (r.Fields.Number("exchangeRate") ?? 1)
                : null)
            .Column<StoredRecord>("exchangerate", r => r.Fields.Number("exchangeRate") ?? 1m)
            .CustomColumns<StoredRecord>("custbody", (r, name) => SqlFields.Custom(r.Fields, name));
        foreach (var name in new[] { "currency", "subsidiary", "shipMethod", "shipCarrier" })
        {
            Referring(table, name);
        }

        foreach (var name in new[] { "tranId", "otherRefNum", "memo", "email" })
        {
            table.Column<StoredRecord>(name.ToLowerInvariant(), r => SqlFields.Text(r.Fields, name));
        }

        return table;
    }

    private static object? Entity(StoredRecord record) =>
        SqlFields.Id(record.Fields, record.Type == RecordTypes.CustomerDeposit ? "customer" : "entity");

    private static object? EntityName(StoredRecord record) =>
        SqlFields.RefName(record.Fields, record.Type == RecordTypes.CustomerDeposit ? "customer" : "entity");

    private static object? Total(StoredRecord record) =>
        SqlFields.Number(record.Fields, record.Type == RecordTypes.CustomerDeposit ? "payment" : "total");

    private static VirtualTable Lines(NetSuiteState state) =>
        new VirtualTable(() => state.Family(RecordType.Transactions).SelectMany(TransactionLine.Of))
            .Column<TransactionLine>("transaction", l => (decimal)l.Transaction.Id)
            .Column<TransactionLine>("id", l => (decimal)l.Id)
            .Column<TransactionLine>("linesequencenumber", l => (decimal)l.Id)
            .Column<TransactionLine>("mainline", l => l.Main)
            .Column<TransactionLine>("taxline", _ => false)
            .Column<TransactionLine>("iscogs", l => l.Main ? null : l.Cogs)
            .Column<TransactionLine>("isclosed", l => l.Fields.Flag("isClosed"))
            .Column<TransactionLine>("assemblycomponent", _ => false)
            .Column<TransactionLine>("createdfrom", l => l.CreatedFrom)
            .Column<TransactionLine>("item", l => SqlFields.Id(l.Fields, "item"),
                l => SqlFields.RefName(l.Fields, "item"))
            .Column<TransactionLine>("location", l => SqlFields.Id(l.Placed, "location"),
                l => SqlFields.RefName(l.Placed, "location"))
            .Column<TransactionLine>("quantity", l => l.Signed("quantity"))
            .Column<TransactionLine>("rate", l => l.Fields.Number("rate"))
            .Column<TransactionLine>("foreignamount", l => l.Signed("amount"))
            .Column<TransactionLine>("netamount", l => l.Signed("amount"))
            .Column<TransactionLine>("quantityshiprecv", l => l.Main
                ? null
                : l.Fields.Number("quantityFulfilled") ?? 0m)
            .Column<TransactionLine>("quantitybilled", l => l.Main ? null : l.Fields.Number("quantityBilled") ?? 0m)
            .Column<TransactionLine>("memo", l => SqlFields.Text(l.Fields, "description"))
            .CustomColumns<TransactionLine>("custcol", (l, name) => SqlFields.Custom(l.Fields, name));

    private static VirtualTable Item(NetSuiteState state, AccountZone zone) =>
        Stamped(new VirtualTable(() => state.Family(RecordType.Items)), zone)
            .Column<StoredRecord>("itemtype", r => r.Type.Code)
            .Column<StoredRecord>("itemid", r => SqlFields.Text(r.Fields, "itemId"))
            .Column<StoredRecord>("displayname", r => SqlFields.Text(r.Fields, "displayName"))
            .Column<StoredRecord>("description", r => SqlFields.Text(r.Fields, "salesDescription"))
            .Column<StoredRecord>("upccode", r => SqlFields.Text(r.Fields, "upcCode"))
            .Column<StoredRecord>("isinactive", r => SqlFields.Flag(r.Fields, "isInactive"))
            .CustomColumns<StoredRecord>("custitem", (r, name) => SqlFields.Custom(r.Fields, name));

    private static VirtualTable Customer(NetSuiteState state, AccountZone zone)
    {
        var table = Stamped(new VirtualTable(() => state.Of(RecordTypes.Customer)), zone)
            .Column<StoredRecord>("isperson", r => SqlFields.Flag(r.Fields, "isPerson"))
            .Column<StoredRecord>("isinactive", r => SqlFields.Flag(r.Fields, "isInactive"))
            .CustomColumns<StoredRecord>("custentity", (r, name) => SqlFields.Custom(r.Fields, name));
        foreach (var name in new[] { "subsidiary", "currency", "parent", "priceLevel", "terms" })
        {
            Referring(table, name);
        }

        foreach (var name in new[] { "entityId", "companyName", "firstName", "lastName", "email", "phone" })
        {
            table.Column<StoredRecord>(name.ToLowerInvariant(), r => SqlFields.Text(r.Fields, name));
        }

        return table;
    }

    private static VirtualTable Stock(NetSuiteState state, AccountZone zone) =>
        new VirtualTable(() => state.Stock.Values)
            .Column<StockLevel>("item", s => (decimal)s.Item, s => NameOf(state, RecordType.Items, s.Item))
            .Column<StockLevel>("location", s => (decimal)s.Location,
                s => NameOf(state, RecordTypes.Location.Family, s.Location))
            .Column<StockLevel>("quantityavailable", s => s.Available)
            .Column<StockLevel>("quantityonhand", s => s.OnHand)
            .Column<StockLevel>("quantitycommitted", s => s.OnHand - s.Available)
            .Column<StockLevel>("quantitybackordered", _ => 0m)
            .Column<StockLevel>("quantityonorder", _ => 0m)
            .Column<StockLevel>("quantityintransit", _ => 0m)
            .Column<StockLevel>("lastquantityavailablechange", s => zone.Local(s.Changed));

    private static string? NameOf(NetSuiteState state, string family, int id) =>
        state.InFamily(family, SqlValue.Text((decimal)id)) is { } record ? NetSuiteState.RefName(record) : null;

    private static void Referring(VirtualTable table, string name) => table.Column<StoredRecord>(
        name.ToLowerInvariant(), r => SqlFields.Id(r.Fields, name), r => SqlFields.RefName(r.Fields, name));
}
