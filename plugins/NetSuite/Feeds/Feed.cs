namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>What a feed reads: table, stamp and key of its rows, and what a row is called.</summary>
/// <param name="Entity">The connector's entity.</param>
/// <param name="From">Table and joins.</param>
/// <param name="Where">What belongs to the feed; empty for the whole table.</param>
/// <param name="StampColumn">The local stamp of a row's last change.</param>
/// <param name="KeyColumns">Unique together; numbers.</param>
/// <param name="Columns">Further columns, with aliases.</param>
internal sealed record Feed(
    string Entity, string From, string Where, string StampColumn, string[] KeyColumns, string Columns)
{
    /// <summary>The column with what people call the record, or null.</summary>
    public string? NameColumn { get; init; }

    /// <summary>The column with the id of the record it belongs to, or null.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>The column that completes the version where the stamp alone is too coarse, or null.</summary>
    public string? VersionColumn { get; init; }

    public static readonly IReadOnlyList<Feed> All =
    [
        new("salesOrder", "transaction t", "t.type = 'SalesOrd'", "t.lastmodifieddate", ["t.id"], "t.tranid AS name")
        {
            NameColumn = "name",
        },
        // The header of a fulfilment does not show its order; its main line does.
        new("itemFulfillment",
            "transaction t LEFT JOIN transactionline m ON m.transaction = t.id AND m.mainline = 'T'",
            "t.type = 'ItemShip'", "t.lastmodifieddate", ["t.id"], "t.tranid AS name, m.createdfrom AS salesorder")
        {
            NameColumn = "name",
            GroupColumn = "salesorder",
        },
        new("customer", "customer c", "", "c.lastmodifieddate", ["c.id"], "c.entityid AS name")
        {
            NameColumn = "name",
        },
        // Stock moves without the item's last-modified date: it has a stamp of its own.
        new("aggregateItemLocation", "aggregateitemlocation a", "", "a.lastquantityavailablechange",
            ["a.item", "a.location"], "a.quantityavailable AS quantity")
        {
            VersionColumn = "quantity",
        },
    ];
}
