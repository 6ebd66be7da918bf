using IntegrationHost.Engine;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.NetSuite;
using IntegrationHost.Plugins.Shopify;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>The site every run plays: a shop, an account, and the flows of the pack between them.</summary>
internal static class Site
{
    public const string Shop = "shop";
    public const string Erp = "erp";
    public const string Customers = "customers";
    public const string CustomersBack = "customers-back";
    public const string Orders = "orders";
    public const string Inventory = "inventory";
    public const string Fulfilments = "fulfilments";

    /// <summary>Requests at once that the account grants.</summary>
    public const int ErpAtOnce = 4;

    private const string Domain = "us-shop.myshopify.com";

    public static readonly Uri PublicUrl = new("https://host.example/");

    public static ShopOptions ShopAccount { get; } = new(Domain, "shpat_played", "played-webhook-secret", "USD");

    /// <summary>The shop with a bucket of its own size.</summary>
    public static ShopOptions ShopOf(double points, double perSecond) =>
        ShopAccount with { BucketPoints = points, RestorePerSecond = perSecond };

    public static NetSuiteAccountOptions ErpAccount { get; } = new();

    public static ShopifyOptions ShopOptions { get; } = new()
    {
        Shop = Domain,
        BaseUrl = $"http://shop.example/{Domain}",
        AccessToken = ShopAccount.AccessToken,
        WebhookSecret = ShopAccount.WebhookSecret,
        OverlapSeconds = 10,
    };

    public static NetSuiteOptions ErpOptions { get; } = new()
    {
        Account = ErpAccount.Account,
        BaseUrl = "http://erp.example",
        ConsumerKey = ErpAccount.ConsumerKey,
        ConsumerSecret = ErpAccount.ConsumerSecret,
        TokenId = ErpAccount.TokenId,
        TokenSecret = ErpAccount.TokenSecret,
        TimeZone = ErpAccount.TimeZone,
        OverlapSeconds = 60,
        MaxConcurrentRequests = ErpAtOnce,
    };

    public static IReadOnlyList<FlowDefinition> Flows(DateTimeOffset since, TimeSpan pollEvery) => new[]
    {
        Flow(Customers, "customer", (Shop, "customer"), (Erp, "customer"), "shopify-to-netsuite/customer.csx",
            Priority.Normal) with
        {
            Conflict = ConflictPolicy.Newest,
            Owners = new Dictionary<string, ConflictPolicy> { ["email"] = ConflictPolicy.Target },
        },
        Flow(CustomersBack, "customer", (Erp, "customer"), (Shop, "customer"), "netsuite-to-shopify/customer.csx",
            Priority.Normal),
        Flow(Orders, "order", (Shop, "order"), (Erp, "salesOrder"), "shopify-to-netsuite/order.csx", Priority.Orders),
        Flow(Inventory, "stock", (Erp, "aggregateItemLocation"), (Shop, "inventoryLevel"),
            "netsuite-to-shopify/inventory.csx", Priority.Inventory),
        Flow(Fulfilments, "fulfilment", (Erp, "itemFulfillment"), (Shop, "fulfillment"),
            "netsuite-to-shopify/fulfilment.csx", Priority.Orders),
    }
    .Select(flow => flow with { Since = since, PollEvery = pollEvery }).ToArray();

    private static FlowDefinition Flow(string name, string link, (string, string) from, (string, string) to,
        string script, Priority priority) =>
        new(name, link, new Endpoint(from.Item1, from.Item2), new Endpoint(to.Item1, to.Item2), script)
        {
            Since = default,
            Priority = priority,
        };
}
