using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>What the connector can do with each entity.</summary>
internal static class ShopifyEntities
{
    public const string Order = "order";
    public const string Transaction = "transaction";
    public const string Refund = "refund";
    public const string Return = "return";
    public const string Customer = "customer";
    public const string Company = "company";
    public const string CompanyLocation = "companyLocation";
    public const string CompanyContact = "companyContact";
    public const string Product = "product";
    public const string Bundle = "bundle";
    public const string Variant = "variant";
    public const string InventoryItem = "inventoryItem";
    public const string InventoryLevel = "inventoryLevel";
    public const string Location = "location";
    public const string Fulfillment = "fulfillment";
    public const string FulfillmentOrder = "fulfillmentOrder";
    public const string OrderEdit = "orderEdit";
    public const string OrderCapture = "orderCapture";
    public const string OrderPayment = "orderPayment";
    public const string FulfillmentEvent = "fulfillmentEvent";
    public const string Metafield = "metafield";
    public const string Tags = "tags";
    public const string PriceListPrice = "priceListPrice";
    public const string Payout = "payout";
    public const string BalanceTransaction = "balanceTransaction";

    private const Abilities Polled = Abilities.Changes | Abilities.Read;
    private const Abilities Told = Polled | Abilities.Webhooks;
    private const Abilities Source = Told | Abilities.Find;
    private const Abilities Written = Abilities.Create | Abilities.Update;

    public static IReadOnlyList<EntityInfo> All { get; } =
    [
        new(Order, "name", Source | Abilities.Update),
        new(Transaction, "id", Told),
        // Money: stored before it is sent, and looked for by its mark before it is repeated.
        new(Refund, "note", Told | Abilities.Create) { CreateNature = WriteNature.NeedsIntent },
        // A return may give money back: it is looked at before it is repeated.
        new(Return, "id", Told | Abilities.Update) { UpdateNature = WriteNature.NeedsIntent },
        // These say what is to stand afterwards, and only what is missing is done.
        new(OrderEdit, "order", Written) { CreateNature = WriteNature.NeedsIntent },
        new(OrderCapture, "order", Written) { CreateNature = WriteNature.NeedsIntent },
        new(OrderPayment, "order", Written) { CreateNature = WriteNature.NeedsIntent },
        // The shop keeps an e-mail address once, so writing a customer again meets the same one.
        new(Customer, "email", Source | Written),
        new(Company, "externalId", Source | Written) { CreateNature = WriteNature.NeedsIntent },
        new(CompanyLocation, "externalId", Source | Written) { CreateNature = WriteNature.NeedsIntent },
        // As with customers: the shop refuses a second one of an address, and a repeat meets the first.
        new(CompanyContact, "email", Written),
        new(Product, "handle", Source | Written),
        new(Bundle, "variant", Written),
        new(Variant, "sku", Source | Abilities.Update),
        new(InventoryItem, "sku", Abilities.Find),
        new(Location, "name", Source),
        // Setting a quantity twice is setting it once; a sale in between changes it.
        new(InventoryLevel, "inventoryItemId", Told | Written) { ChangesByItself = true },
        // Shopify keeps no key of ours on a fulfilment, so it must be found again before it is repeated.
        new(Fulfillment, "order", Told | Written | Abilities.Delete) { CreateNature = WriteNature.NeedsIntent },
        new(FulfillmentOrder, "id", Told | Abilities.Update),
        new(FulfillmentEvent, "fulfillment", Abilities.Create) { CreateNature = WriteNature.NeedsIntent },
        new(Metafield, "owner", Written),
        new(Tags, "owner", Written),
        new(PriceListPrice, "variant", Written),
        new(Payout, "id", Polled),
        new(BalanceTransaction, "id", Polled),
    ];
}
