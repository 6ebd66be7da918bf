using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>What the connector can do with each entity.</summary>
internal static class ShopifyEntities
{
    public const string Order = "order";
    public const string Customer = "customer";
    public const string InventoryItem = "inventoryItem";
    public const string InventoryLevel = "inventoryLevel";
    public const string Location = "location";
    public const string Fulfillment = "fulfillment";

    private const Abilities Source = Abilities.Changes | Abilities.Webhooks | Abilities.Read | Abilities.Find;

    public static IReadOnlyList<EntityInfo> All { get; } =
    [
        new(Order, "name", Source),
        new(Customer, "email", Source),
        new(InventoryItem, "sku", Abilities.Find),
        new(Location, "name", Abilities.Find),
        // Setting a quantity twice is setting it once; a sale in between changes it.
        new(InventoryLevel, "inventoryItemId", Abilities.Create | Abilities.Update) { ChangesByItself = true },
        // Shopify keeps no key of ours on a fulfilment, so it must be found again before it is repeated.
        new(Fulfillment, "order", Abilities.Create) { CreateNature = WriteNature.NeedsIntent },
    ];
}
