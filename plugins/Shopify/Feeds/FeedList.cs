namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>A list of the API that tells what changed since.</summary>
/// <param name="Operation">The document that reads a page of it.</param>
/// <param name="List">Where the answer has the list.</param>
/// <param name="Name">What people call a record of it.</param>
internal sealed record FeedList(string Operation, string List, string Name)
{
    /// <summary>The field the list is sorted by.</summary>
    public string Stamp { get; init; } = "updatedAt";

    /// <summary>The same as a term of the search.</summary>
    public string Term { get; init; } = "updated_at";

    /// <summary>How far each poll reaches back at least, for records that change without a new stamp.</summary>
    public TimeSpan LookBack { get; init; }

    /// <summary>The id of the record these belong to, or null.</summary>
    public string? Group { get; init; }

    /// <summary>The records inside that are the ones to report, where the API has no list of them.</summary>
    public ChildList? Children { get; init; }

    /// <summary>What the shop's events call it, where they tell of its deletion; else null.</summary>
    public string? DeletedAs { get; init; }

    /// <summary>Records in the first page; less where a record brings a list along.</summary>
    public int PageMost { get; init; } = 250;

    public static FeedList Of(string entity) => entity switch
    {
        ShopifyEntities.Order => new FeedList("OrdersChanged", "orders", "name") { DeletedAs = "ORDER" },
        ShopifyEntities.Customer => new FeedList("CustomersChanged", "customers", "displayName")
        {
            DeletedAs = "CUSTOMER",
        },
        ShopifyEntities.Product => new FeedList("ProductsChanged", "products", "title")
        {
            DeletedAs = "PRODUCT",
        },
        ShopifyEntities.Company => new FeedList("CompaniesChanged", "companies", "name")
        {
            DeletedAs = "COMPANY",
        },
        ShopifyEntities.CompanyLocation => new FeedList("CompanyLocationsChanged", "companyLocations", "name")
        {
            Group = "company.id", DeletedAs = "COMPANY_LOCATION",
        },
        ShopifyEntities.FulfillmentOrder => new FeedList("FulfillmentOrdersChanged", "fulfillmentOrders", "orderName")
        {
            Group = "orderId",
        },
        ShopifyEntities.Transaction => OfOrders("TransactionsChanged", new ChildList("transactions")),
        ShopifyEntities.Refund => OfOrders("RefundsChanged", new ChildList("refunds")),
        ShopifyEntities.Fulfillment => OfOrders("FulfillmentsChanged", new ChildList("fulfillments") { Name = "name" }),
        ShopifyEntities.Return => OfOrders("ReturnsChanged", new ChildList("returns")
        {
            Name = "name", More = "ReturnsOfOrder", Root = "order",
        }),
        ShopifyEntities.Variant => new FeedList("VariantsChanged", "products", "title")
        {
            PageMost = 25, DeletedAs = "PRODUCT_VARIANT",
            Children = new ChildList("variants") { Name = "sku", More = "VariantsOfProduct", Root = "product" },
        },
        // A payout goes from scheduled to paid, and a payment into its payout, without another stamp.
        ShopifyEntities.Payout => new FeedList("PayoutsChanged", "shopifyPaymentsAccount.payouts", "issuedAt")
        {
            Stamp = "issuedAt", Term = "issued_at", LookBack = TimeSpan.FromDays(30),
        },
        ShopifyEntities.BalanceTransaction =>
            new FeedList("BalanceTransactionsChanged", "shopifyPaymentsAccount.balanceTransactions", "id")
            {
                Stamp = "transactionDate", Term = "processed_at", LookBack = TimeSpan.FromDays(7),
                Group = "associatedPayout.id",
            },
        _ => throw new InvalidOperationException($"there is no change feed for {entity}"),
    };

    private static FeedList OfOrders(string operation, ChildList children) =>
        new(operation, "orders", "name") { Children = children, PageMost = 50 };
}
