namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>The kinds of record that are played, and the usual fields of each.</summary>
internal static class RecordTypes
{
    private static readonly string[] ItemFields =
    [
        "itemId", "displayName", "description", "salesDescription", "basePrice", "price", "cost", "upcCode", "weight",
        "weightUnit", "isInactive", "isOnline", "isFulfillable", "subsidiary", "location", "class", "department",
        "taxSchedule", "assetAccount", "cogsAccount", "incomeAccount", "unitsType", "vendorName", "mpn",
        "manufacturer", "storeDescription",
    ];

    private static readonly string[] OrderLine =
    [
        "line", "item", "quantity", "rate", "amount", "price", "description", "location", "taxCode", "taxRate1",
        "taxRate2", "isClosed", "class", "department", "units", "grossAmt", "tax1Amt", "isTaxable", "shipGroup",
        "commitInventory", "options", "costEstimate", "costEstimateType", "expectedShipDate", "orderPriority",
        "quantityFulfilled", "quantityBilled", "taxDetailsReference", "discount", "createPo",
    ];

    private static readonly string[] Order =
    [
        "entity", "tranId", "tranDate", "otherRefNum", "memo", "currency", "exchangeRate", "subsidiary", "location",
        "orderStatus", "status", "shipMethod", "shipCarrier", "shippingCost", "shippingTaxCode", "shippingTax1Rate",
        "handlingCost", "shippingAddress", "billingAddress", "shipAddressList", "billAddressList", "shipAddress",
        "billAddress", "discountItem", "discountRate", "discountTotal", "subtotal", "taxTotal", "total", "taxItem",
        "taxRate", "isTaxable", "paymentMethod", "paymentOption", "terms", "email", "message", "toBeEmailed",
        "toBePrinted", "shipDate", "shipComplete", "salesRep", "department", "class", "source", "customForm",
        "partner", "leadSource", "dueDate", "taxDetailsOverride", "taxRegOverride", "ccApproved", "getAuth",
        "actualShipDate", "giftCertRedemption", "promotions", "shippingCostOverridden",
    ];

    public static readonly RecordType SalesOrder = new("salesOrder", RecordType.Transactions, "SalesOrd", Order)
    {
        NumberPrefix = "SO",
        Sublists = new() { ["item"] = OrderLine },
    };

    public static readonly RecordType ItemFulfillment = new("itemFulfillment", RecordType.Transactions, "ItemShip",
    [
        "createdFrom", "entity", "tranId", "tranDate", "memo", "shipStatus", "status", "shipMethod", "shipCarrier",
        "shippingCost", "shippingAddress", "shipAddress", "subsidiary", "location", "currency", "exchangeRate",
        "postingPeriod", "handlingCost", "otherRefNum",
    ])
    {
        NumberPrefix = "IF",
        Sublists = new()
        {
            ["item"] = ["orderLine", "item", "itemReceive", "quantity", "location", "description", "line", "itemName"],
            ["package"] = ["packageDescr", "packageTrackingNumber", "packageWeight", "packageCarrier"],
        },
    };

    public static readonly RecordType CustomerDeposit = new("customerDeposit", RecordType.Transactions, "CustDep",
    [
        "customer", "salesOrder", "payment", "currency", "exchangeRate", "subsidiary", "account", "undepFunds",
        "paymentMethod", "paymentOption", "tranId", "tranDate", "memo", "status", "location", "class", "department",
        "postingPeriod", "checkNum",
    ])
    { NumberPrefix = "CD" };

    public static readonly RecordType Customer = new("customer", "customer", "",
    [
        "entityId", "isPerson", "companyName", "firstName", "middleName", "lastName", "salutation", "email", "phone",
        "altPhone", "mobilePhone", "homePhone", "fax", "url", "subsidiary", "currency", "parent", "isInactive",
        "comments", "entityStatus", "category", "terms", "priceLevel", "salesRep", "taxable", "taxItem",
        "resaleNumber", "vatRegNumber", "defaultAddress", "emailPreference", "language", "receivablesAccount",
        "shippingItem", "creditLimit", "customForm", "globalSubscriptionStatus", "leadSource", "title",
    ])
    {
        NumberPrefix = "CUST",
        Sublists = new()
        {
            ["addressBook"] =
            [
                "id", "internalId", "addressId", "addressBookAddress", "defaultBilling", "defaultShipping",
                "isResidential", "label", "addressBookAddress_text",
            ],
        },
    };

    public static readonly RecordType InventoryItem = new("inventoryItem", RecordType.Items, "InvtPart", ItemFields);
    public static readonly RecordType OtherCharge =
        new("otherChargeSaleItem", RecordType.Items, "OthCharge", ItemFields);
    public static readonly RecordType Location = new("location", "location", "",
        ["name", "isInactive", "subsidiary", "makeInventoryAvailable", "parent", "mainAddress"]);
    public static readonly RecordType Currency = new("currency", "currency", "",
        ["name", "symbol", "isBaseCurrency", "exchangeRate", "isInactive"]);
    public static readonly RecordType Subsidiary = new("subsidiary", "subsidiary", "",
        ["name", "currency", "parent", "isElimination", "isInactive", "country"]);
    public static readonly RecordType PaymentMethod = new("paymentMethod", "paymentMethod", "",
        ["name", "isInactive"]);

    public static readonly IReadOnlyList<RecordType> All =
    [
        SalesOrder, ItemFulfillment, CustomerDeposit, Customer, InventoryItem, OtherCharge, Location, Currency,
        Subsidiary, PaymentMethod,
    ];

    /// <summary>The family a reference field points into, or null where nothing is checked.</summary>
    public static string? FamilyOf(string field) => field switch
    {
        "entity" or "customer" => Customer.Family,
        "item" or "discountItem" => RecordType.Items,
        "location" => Location.Family,
        "currency" => Currency.Family,
        "subsidiary" => Subsidiary.Family,
        "paymentMethod" => PaymentMethod.Family,
        "salesOrder" or "createdFrom" => RecordType.Transactions,
        _ => null,
    };

    public static RecordType? Named(string name) =>
        All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
