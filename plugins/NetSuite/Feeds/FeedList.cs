using IntegrationHost.Plugins.NetSuite.Reads;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>Every feed there is.</summary>
internal static class FeedList
{
    /// <summary>The entity of stock levels.</summary>
    public const string Stock = "aggregateItemLocation";

    private static readonly string[] MadeFromOthers =
    [
        "itemFulfillment", "invoice", "cashSale", "customerDeposit", "customerPayment", "creditMemo", "cashRefund",
        "customerRefund", "returnAuthorization", "itemReceipt", "depositApplication", "inventoryAdjustment",
        "journalEntry", "deposit",
    ];

    private static readonly Dictionary<string, Feed> Feeds = All().ToDictionary(feed => feed.Entity);

    public static IReadOnlyCollection<string> Entities => Feeds.Keys;

    public static Feed? Of(string entity) => Feeds.GetValueOrDefault(entity);

    private static IEnumerable<Feed> All()
    {
        yield return new Feed("salesOrder", "transaction t", TransactionCodes.Condition("salesOrder"),
            "t.lastmodifieddate", ["t.id"], "t.tranid AS name")
        {
            NameColumn = "name",
            DeletedAs = "salesorder",
        };
        foreach (var entity in MadeFromOthers)
        {
            // The header does not show what a transaction was made from; its main line does.
            yield return new Feed(entity,
                "transaction t LEFT JOIN transactionline m ON m.transaction = t.id AND m.mainline = 'T'",
                TransactionCodes.Condition(entity), "t.lastmodifieddate", ["t.id"],
                "t.tranid AS name, m.createdfrom AS source")
            {
                NameColumn = "name",
                GroupColumn = "source",
                DeletedAs = entity.ToLowerInvariant(),
            };
        }

        yield return Named("customer", "customer c", "c", "entityid");
        yield return Named("contact", "contact c", "c", "entityid");
        yield return Named("item", "item i", "i", "itemid");
        foreach (var entity in Items.Types.Keys)
        {
            yield return Named(entity, "item i", "i", "itemid") with { Where = Items.Condition(entity) };
        }

        // A price has no stamp of its own: it changes when its item is saved.
        yield return Named("itemPrice", "item i", "i", "itemid") with { DeletedAs = null };
        // Stock moves without the item's last-modified date: it has a stamp of its own.
        yield return new Feed(Stock, "aggregateitemlocation a", "", "a.lastquantityavailablechange",
            ["a.item", "a.location"], "a.quantityavailable AS quantity")
        {
            VersionColumn = "quantity",
        };
    }

    private static Feed Named(string entity, string from, string alias, string name) => new(
        entity, from, "", $"{alias}.lastmodifieddate", [$"{alias}.id"], $"{alias}.{name} AS name")
    {
        NameColumn = "name",
        DeletedAs = entity.ToLowerInvariant(),
    };
}
