namespace IntegrationHost.Plugins.NetSuite;

/// <summary>The words of the table <c>transaction</c> for the record types of the record service.</summary>
internal static class TransactionCodes
{
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["salesOrder"] = "SalesOrd",
        ["itemFulfillment"] = "ItemShip",
        ["invoice"] = "CustInvc",
        ["cashSale"] = "CashSale",
        ["customerDeposit"] = "CustDep",
        ["customerPayment"] = "CustPymt",
        ["depositApplication"] = "DepAppl",
        ["creditMemo"] = "CustCred",
        ["cashRefund"] = "CashRfnd",
        ["customerRefund"] = "CustRfnd",
        ["returnAuthorization"] = "RtnAuth",
        ["itemReceipt"] = "ItemRcpt",
        ["inventoryAdjustment"] = "InvAdjst",
        ["journalEntry"] = "Journal",
        ["deposit"] = "Deposit",
    };

    public static IReadOnlyCollection<string> Entities => Codes.Keys;

    public static string Of(string entity) => Codes[entity];

    public static bool Has(string entity) => Codes.ContainsKey(entity);

    public static string? EntityOf(string code) =>
        Codes.FirstOrDefault(pair => pair.Value.Equals(code, StringComparison.OrdinalIgnoreCase)).Key;

    /// <summary>The condition on the table's alias <c>t</c>.</summary>
    public static string Condition(string entity) => $"t.type = '{Of(entity)}'";
}
