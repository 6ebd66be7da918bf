namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Where a field of an entity is looked for.</summary>
/// <param name="From">Table and joins.</param>
/// <param name="Where">What belongs to the entity, or empty.</param>
/// <param name="Id">The id column.</param>
/// <param name="Column">The column that is compared.</param>
internal sealed record SearchPlace(string From, string Where, string Id, string Column)
{
    /// <summary>E-mail addresses.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>Internal ids.</summary>
    public bool IsNumber { get; init; }

    private static readonly (string Field, string Column)[] ItemFields =
        [("itemId", "i.itemid"), ("externalId", "i.externalid"), ("upcCode", "i.upccode")];

    private static readonly Dictionary<(string Entity, string Field), SearchPlace> Places = All();

    public static SearchPlace? Of(string entity, string field) => Places.GetValueOrDefault((entity, field));

    public static IEnumerable<string> FieldsOf(string entity) =>
        Places.Keys.Where(key => key.Entity == entity).Select(key => key.Field);

    private static Dictionary<(string, string), SearchPlace> All()
    {
        var places = new Dictionary<(string, string), SearchPlace>
        {
            [("customer", "email")] = Customer("c.email") with { IgnoreCase = true },
            [("customer", "externalId")] = Customer("c.externalid"),
            [("customer", "entityId")] = Customer("c.entityid"),
            [("customer", "companyName")] = Customer("c.companyname"),
            [("customer", "phone")] = Customer("c.phone"),
            [("contact", "email")] = new("contact c", "", "c.id", "c.email") { IgnoreCase = true },
            [("contact", "externalId")] = new("contact c", "", "c.id", "c.externalid"),
            [("location", "name")] = new("location l", "", "l.id", "l.name"),
            [("currency", "symbol")] = new("currency c", "", "c.id", "c.symbol"),
            [("priceLevel", "name")] = new("pricelevel l", "", "l.id", "l.name"),
            [("subsidiary", "name")] = new("subsidiary s", "", "s.id", "s.name"),
            [("salesOrder", "otherRefNum")] =
                new("transaction t", TransactionCodes.Condition("salesOrder"), "t.id", "t.otherrefnum"),
        };
        foreach (var (field, column) in ItemFields)
        {
            places[("item", field)] = new("item i", "", "i.id", column);
            foreach (var entity in Items.Types.Keys)
            {
                places[(entity, field)] = new("item i", Items.Condition(entity), "i.id", column);
            }
        }

        foreach (var entity in TransactionCodes.Entities)
        {
            var condition = TransactionCodes.Condition(entity);
            places[(entity, "externalId")] = new("transaction t", condition, "t.id", "t.externalid");
            places[(entity, "tranId")] = new("transaction t", condition, "t.id", "t.tranid");
            // The main line shows what the transaction was made from; the header does not.
            places[(entity, "createdFrom")] = new(
                "transaction t JOIN transactionline m ON m.transaction = t.id AND m.mainline = 'T'", condition, "t.id",
                "m.createdfrom") { IsNumber = true };
        }

        return places;
    }

    private static SearchPlace Customer(string column) => new("customer c", "", "c.id", column);
}
