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
        ["item"] = Goods.Item(state, zone),
        ["customer"] = People.Customer(state, zone),
        ["location"] = Named(state, RecordTypes.Location)
            .Column<StoredRecord>("makeinventoryavailable", r => SqlFields.Flag(r.Fields, "makeInventoryAvailable")),
        ["currency"] = Named(state, RecordTypes.Currency)
            .Column<StoredRecord>("symbol", r => SqlFields.Text(r.Fields, "symbol")),
        ["classification"] = Named(state, RecordTypes.Classification)
            .Column<StoredRecord>("subsidiary", r => SqlFields.Several(r.Fields, "subsidiary")),
        ["subsidiary"] = Named(state, RecordTypes.Subsidiary)
            .Column<StoredRecord>("currency", r => SqlFields.Id(r.Fields, "currency"))
            .Column<StoredRecord>("parent", r => SqlFields.Id(r.Fields, "parent"))
            .Column<StoredRecord>("iselimination", r => SqlFields.Flag(r.Fields, "isElimination")),
        ["aggregateitemlocation"] = Stock(state, zone),
        ["inventoryitemlocations"] = Stock(state, zone),
        ["contact"] = People.Contact(state, zone),
        ["transactionshippingaddress"] = Addresses.OfTransactions(state, "shippingAddress"),
        ["transactionbillingaddress"] = Addresses.OfTransactions(state, "billingAddress"),
        ["pricing"] = Goods.Pricing(state),
        ["kititemmember"] = Goods.Members(state),
        ["pricelevel"] = Named(state, RecordTypes.PriceLevel),
        ["previoustransactionlinelink"] = new VirtualTable(() => state.Links.Concat(state.Applications.Select(one =>
                new LineLink(one.Document, 0, one.By, 0, "Payment") { Amount = one.Amount })))
            .Column<LineLink>("foreignamount", link => link.Amount)
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

    private static VirtualTable Named(NetSuiteState state, RecordType type) =>
        new VirtualTable(() => state.Of(type))
            .Column<StoredRecord>("id", r => (decimal)r.Id)
            .Column<StoredRecord>("externalid", r => r.ExternalId)
            .Column<StoredRecord>("name", r => SqlFields.Text(r.Fields, "name"))
            .Column<StoredRecord>("isinactive", r => SqlFields.Flag(r.Fields, "isInactive"));

    private static VirtualTable Transaction(NetSuiteState state, AccountZone zone)
    {
        var table = People.Stamped(new VirtualTable(() => state.Family(RecordType.Transactions)), zone)
            .Index("id", id => state.InFamily(RecordType.Transactions, id))
            .Column<StoredRecord>("type", r => r.Type.Code)
            .Column<StoredRecord>("entity", r => SqlFields.Id(r.Fields, CustomerOf(r)),
                r => SqlFields.RefName(r.Fields, CustomerOf(r)))
            .Column<StoredRecord>("foreignamountunpaid", r => SqlFields.Number(r.Fields, "amountRemaining")
                ?? SqlFields.Number(r.Fields, "unapplied"))
            .Column<StoredRecord>("trandate", r => SqlFields.Date(r.Fields, "tranDate"))
            .Column<StoredRecord>("status", r => SqlFields.Id(r.Fields, "status"),
                r => SqlFields.RefName(r.Fields, "status"))
            .Column<StoredRecord>("foreigntotal", Total)
            .Column<StoredRecord>("total", r => Total(r) is decimal total
                ? total * (r.Fields.Number("exchangeRate") ?? 1)
                : null)
            .Column<StoredRecord>("shippingaddress", r => Addresses.Key(r, "shippingAddress"))
            .Column<StoredRecord>("billingaddress", r => Addresses.Key(r, "billingAddress"))
            .Column<StoredRecord>("exchangerate", r => r.Fields.Number("exchangeRate") ?? 1m)
            .CustomColumns<StoredRecord>("custbody", (r, name) => SqlFields.Custom(r.Fields, name));
        foreach (var name in Referred)
        {
            People.Referring(table, name);
        }

        foreach (var name in new[] { "tranId", "otherRefNum", "memo", "email" })
        {
            table.Column<StoredRecord>(name.ToLowerInvariant(), r => SqlFields.Text(r.Fields, name));
        }

        return table;
    }

    private static string CustomerOf(StoredRecord record) =>
        record.Fields["entity"] is null && record.Fields["customer"] is not null ? "customer" : "entity";

    private static object? Total(StoredRecord record) => SqlFields.Number(record.Fields, "total")
        ?? SqlFields.Number(record.Fields, "payment");

    private static VirtualTable Lines(NetSuiteState state) =>
        new VirtualTable(() => state.Family(RecordType.Transactions).SelectMany(TransactionLine.Of))
            .Index("transaction", id => state.InFamily(RecordType.Transactions, id).SelectMany(TransactionLine.Of))
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
            .Column<TransactionLine>("uniquekey", l => (decimal)((l.Transaction.Id * 10_000L) + l.Id))
            .Column<TransactionLine>("quantityreceived", l => l.Fields.Number("quantityReceived"))
            .Column<TransactionLine>("memo", l => SqlFields.Text(l.Fields, "description"))
            .CustomColumns<TransactionLine>("custcol", (l, name) => SqlFields.Custom(l.Fields, name));

    private static VirtualTable Stock(NetSuiteState state, AccountZone zone) =>
        new VirtualTable(() => state.Stock.Values)
            .Column<StockLevel>("item", s => (decimal)s.Item, s => NameOf(state, RecordType.Items, s.Item))
            .Column<StockLevel>("location", s => (decimal)s.Location,
                s => NameOf(state, RecordTypes.Location.Family, s.Location))
            .Column<StockLevel>("quantityavailable", s => s.Available)
            .Column<StockLevel>("quantityonhand", s => s.OnHand)
            .Column<StockLevel>("quantitycommitted", s => s.Committed)
            .Column<StockLevel>("quantitybackordered", _ => 0m)
            .Column<StockLevel>("quantityonorder", _ => 0m)
            .Column<StockLevel>("quantityintransit", _ => 0m)
            .Column<StockLevel>("lastquantityavailablechange", s => zone.Local(s.Changed));

    private static string? NameOf(NetSuiteState state, string family, int id) =>
        state.InFamily(family, SqlValue.Text((decimal)id)) is { } record ? NetSuiteState.RefName(record) : null;

    private static readonly string[] Referred =
        ["currency", "subsidiary", "shipMethod", "shipCarrier", "account", "paymentOption", "location"];
}
