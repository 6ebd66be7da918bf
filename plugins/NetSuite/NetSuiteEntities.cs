using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>What this connector knows, in NetSuite's own words.</summary>
internal static class NetSuiteEntities
{
    private const Abilities Whole =
        Abilities.Changes | Abilities.Read | Abilities.Find | Abilities.Create | Abilities.Update;

    public static readonly IReadOnlyList<EntityInfo> All =
    [
        new("customer", "externalId", Whole),
        new("salesOrder", "externalId", Whole),
        new("itemFulfillment", "externalId", Abilities.Changes | Abilities.Read | Abilities.Find | Abilities.Create)
        {
            CreateNature = WriteNature.NeedsIntent,
        },
        new("aggregateItemLocation", "id", Abilities.Changes | Abilities.Read),
        new("inventoryItem", "externalId", Abilities.Read | Abilities.Find),
        // Items of every type, for lines that may be a service or a kit.
        new("item", "externalId", Abilities.Find),
        new("location", "id", Abilities.Find),
        new("currency", "id", Abilities.Find),
    ];
}
