using IntegrationHost.Plugins.NetSuite.Feeds;

namespace IntegrationHost.Plugins.NetSuite.Webhooks;

/// <summary>SuiteScript's words for record types. An item is also a price list, and one of all items.</summary>
internal static class OutboxTypes
{
    private static readonly Dictionary<string, string> Items = new()
    {
        ["inventoryitem"] = "inventoryItem",
        ["noninventoryitem"] = "nonInventorySaleItem",
        ["serviceitem"] = "serviceSaleItem",
        ["kititem"] = "kitItem",
        ["assemblyitem"] = "assemblyItem",
    };

    private static readonly Dictionary<string, string> Others = FeedList.Entities
        .Where(entity => entity is not ("item" or "itemPrice" or "aggregateItemLocation"))
        .ToDictionary(entity => entity.ToLowerInvariant());

    public static IEnumerable<string> EntitiesOf(string type)
    {
        var name = type.ToLowerInvariant();
        return Items.TryGetValue(name, out var item) ? [item, "item", "itemPrice"]
            : Others.TryGetValue(name, out var entity) ? [entity]
            : [];
    }
}
