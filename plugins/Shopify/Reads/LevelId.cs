namespace IntegrationHost.Plugins.Shopify.Reads;

/// <summary>The id of a stock level. The shop has one, but it cannot be made up from an item and a location, which is
/// all a write and a webhook know: ours names both. Pure.</summary>
/// <param name="Item">The inventory item's global id.</param>
/// <param name="Location">The location's global id.</param>
internal readonly record struct LevelId(string Item, string Location)
{
    /// <summary>The parts of an id; two empty ones when it is none.</summary>
    public static LevelId Parse(string id) =>
        id.Split('@') is [var item, var location] ? new LevelId(item, location) : new LevelId("", "");

    public override string ToString() => $"{Item}@{Location}";
}
