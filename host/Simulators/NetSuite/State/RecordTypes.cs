namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>The kinds of record that are played; <c>Schema/netsuite-schema.json</c> has their fields.</summary>
internal static class RecordTypes
{
    private static readonly Dictionary<string, RecordType> Known = SchemaFile.Read()
        .ToDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);

    public static readonly IReadOnlyList<RecordType> All = [.. Known.Values];
    public static readonly RecordType SalesOrder = Known["salesOrder"];
    public static readonly RecordType Invoice = Known["invoice"];
    public static readonly RecordType CashSale = Known["cashSale"];
    public static readonly RecordType CreditMemo = Known["creditMemo"];
    public static readonly RecordType CashRefund = Known["cashRefund"];
    public static readonly RecordType ReturnAuthorization = Known["returnAuthorization"];
    public static readonly RecordType ItemFulfillment = Known["itemFulfillment"];
    public static readonly RecordType ItemReceipt = Known["itemReceipt"];
    public static readonly RecordType CustomerDeposit = Known["customerDeposit"];
    public static readonly RecordType CustomerPayment = Known["customerPayment"];
    public static readonly RecordType DepositApplication = Known["depositApplication"];
    public static readonly RecordType CustomerRefund = Known["customerRefund"];
    public static readonly RecordType InventoryAdjustment = Known["inventoryAdjustment"];
    public static readonly RecordType JournalEntry = Known["journalEntry"];
    public static readonly RecordType Deposit = Known["deposit"];
    public static readonly RecordType Customer = Known["customer"];
    public static readonly RecordType Contact = Known["contact"];
    public static readonly RecordType InventoryItem = Known["inventoryItem"];
    public static readonly RecordType AssemblyItem = Known["assemblyItem"];
    public static readonly RecordType KitItem = Known["kitItem"];
    public static readonly RecordType OtherCharge = Known["otherChargeSaleItem"];
    public static readonly RecordType Location = Known["location"];
    public static readonly RecordType Classification = Known["classification"];
    public static readonly RecordType Currency = Known["currency"];
    public static readonly RecordType Subsidiary = Known["subsidiary"];
    public static readonly RecordType PaymentMethod = Known["paymentMethod"];
    public static readonly RecordType PriceLevel = Known["priceLevel"];
    public static readonly RecordType SalesTaxItem = Known["salesTaxItem"];

    public static RecordType? Named(string name) => Known.GetValueOrDefault(name);
}
