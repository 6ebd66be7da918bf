using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.Reads;
using IntegrationHost.Plugins.NetSuite.Writes;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>What this connector knows, in NetSuite's own words.</summary>
internal static class NetSuiteEntities
{
    private const Abilities Whole =
        Abilities.Changes | Abilities.Webhooks | Abilities.Read | Abilities.Find | Abilities.Create
        | Abilities.Update;

    private const Abilities Pushed = Abilities.Changes | Abilities.Webhooks;

    public static readonly IReadOnlyList<EntityInfo> All =
    [
        new("customer", "externalId", Whole),
        new("contact", "externalId", Whole),
        new("salesOrder", "externalId", Whole),
        .. DocumentKind.All.Select(DocumentOf),
        .. Items.Types.Keys.Select(entity => new EntityInfo(entity, "externalId", Whole)),
        // Items of every type, for lines that may be a service or a kit.
        new("item", "externalId",
            Abilities.Changes | Abilities.Webhooks | Abilities.Read | Abilities.Find),
        new("itemPrice", "id", Abilities.Changes | Abilities.Webhooks | Abilities.Read),
        new("aggregateItemLocation", "id", Abilities.Changes | Abilities.Read),
        new("location", "id", Abilities.Find),
        new("currency", "id", Abilities.Find),
        new("priceLevel", "id", Abilities.Find),
        new("subsidiary", "id", Abilities.Find),
    ];

    private static EntityInfo DocumentOf(DocumentKind kind) => new(
        kind.Entity, "externalId", FeedList.Of(kind.Entity) is null ? Whole & ~Pushed : Whole)
    {
        CreateNature = WriteNature.NeedsIntent,
    };
}
