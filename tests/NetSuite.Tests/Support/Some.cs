using IntegrationHost.Connectors;
using IntegrationHost.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>The usual things of these tests.</summary>
internal static class Some
{
    public static NetSuiteOptions Options() => new()
    {
        Account = "1234567_SB1",
        ConsumerKey = "key",
        ConsumerSecret = "consumer-secret",
        TokenId = "token",
        TokenSecret = "token-secret",
        TimeZone = "UTC",
    };

    public static NetSuiteConnector Connection(
        HttpMessageHandler netSuite, CountingBudget? budget = null, TimeProvider? time = null,
        NetSuiteOptions? options = null)
    {
        var http = new HttpClient(netSuite) { Timeout = Timeout.InfiniteTimeSpan };
        return (NetSuiteConnector)new NetSuitePlugin().Connect(options ?? Options(), new ConnectorContext(
            "erp", http, time ?? new HurriedTime(), NullLogger.Instance, budget ?? new CountingBudget(),
            new NoTokens()));
    }

    public static Write SalesOrder(string? id = null, string? externalId = "SHPFY-acme-1") => new(
        "salesOrder",
        new Record
        {
            ["externalId"] = externalId,
            ["otherRefNum"] = "#1042",
            ["entity"] = new Record { ["id"] = "313" },
            ["item"] = new Record
            {
                ["items"] = new[] { new Record { ["item"] = new Record { ["id"] = "215" }, ["quantity"] = 2m } },
            },
        },
        "flow/1/abc") { Id = id };

    public static Write Customer(string? id = null) => new(
        "customer",
        new Record
        {
            ["externalId"] = "SHPFY-c-1",
            ["isPerson"] = true,
            ["firstName"] = "Ada",
            ["addressBook"] = new Record { ["items"] = new[] { new Record { ["label"] = "Shopify" } } },
        },
        "flow/3/abc") { Id = id };

    public static Write Fulfilment(string externalId = "SHPFY-f-1") => new(
        "itemFulfillment",
        new Record
        {
            ["createdFrom"] = new Record { ["id"] = "18" },
            ["externalId"] = externalId,
            ["shipStatus"] = new Record { ["id"] = "C" },
        },
        "flow/2/abc");
}
