using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Reads;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>One wanted stock level, read from a write and checked, so that one wrong record cannot spoil the call of
/// 250. Pure.</summary>
/// <param name="Item">The inventory item's global id.</param>
/// <param name="Location">The location's global id.</param>
/// <param name="Available">What may be sold there.</param>
/// <param name="Reason">One of the shop's reasons; it holds for a whole call.</param>
/// <param name="Reference">The document it comes from, as a URI; it holds for a whole call.</param>
internal sealed record InventoryLevelInput(
    string Item, string Location, long Available, string Reason, string? Reference)
{
    /// <summary>What the script saw standing when it computed the quantity, or null: then nothing is
    /// compared.</summary>
    public long? ChangeFrom { get; init; }

    public const string ItemField = "inventoryItemId";
    public const string LocationField = "locationId";
    public const string ChangeFromField = "changeFrom";
    private const string ReasonWhenNotTold = "correction";
    private const long QuantityMost = 1_000_000_000;

    /// <summary>The id of the level, as our feed and reads have it.</summary>
    public string Id => new LevelId(Item, Location).ToString();

    public static (InventoryLevelInput? Level, Outcome.Rejected? Wrong) Of(Write write)
    {
        try
        {
            return write.Kind == ChangeKind.Delete
                ? (null, new Outcome.Rejected("a stock level cannot be deleted; set it to 0", "not-writable"))
                : Read(write.Record);
        }
        catch (RecordException fault)
        {
            return (null, new Outcome.Rejected(fault.Message, "unreadable-level"));
        }
    }

    private static (InventoryLevelInput?, Outcome.Rejected?) Read(Record record)
    {
        var (item, location) = (record.Text(ItemField), record.Text(LocationField));
        var available = record.Number("available");
        var from = record.NumberOrNull(ChangeFromField);
        return !IsId(item, "InventoryItem") ? (null, NoId(ItemField, item))
            : !IsId(location, "Location") ? (null, NoId(LocationField, location))
            : !IsQuantity(available) ? (null, NoQuantity("available", available))
            : from is { } known && !IsQuantity(known) ? (null, NoQuantity(ChangeFromField, known))
            : (new InventoryLevelInput(item, location, (long)available,
                record.TextOrNull("reason") ?? ReasonWhenNotTold, record.TextOrNull("reference"))
            {
                ChangeFrom = (long?)from,
            }, null);
    }

    private static bool IsQuantity(decimal value) =>
        decimal.Truncate(value) == value && Math.Abs(value) <= QuantityMost;

    private static Outcome.Rejected NoQuantity(string field, decimal value) => new(
        $"a quantity is a whole number up to {QuantityMost}", "INVALID_QUANTITY", field,
        value.ToString(CultureInfo.InvariantCulture));

    private static bool IsId(string id, string type) =>
        id.StartsWith($"gid://shopify/{type}/", StringComparison.Ordinal);

    private static Outcome.Rejected NoId(string field, string value) =>
        new($"'{value}' is no global id for {field}", "INVALID_ID", field, value);
}
