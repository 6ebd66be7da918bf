using System.Reflection;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.TestKit;

namespace IntegrationHost.Plugins.NetSuite.Tests;

public sealed class NetSuiteConformance : ConnectorConformance
{
    private readonly TestAccount _account = new();

    protected override ConnectorPlugin Plugin => new NetSuitePlugin();

    protected override object Options => TestAccount.Options;

    protected override HttpMessageHandler Handler => new InProcessDoor(_account.Simulator);

    protected override TimeProvider Time => _account.Time;

    protected override string PluginFolder => typeof(NetSuiteConformance).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "PluginFolder").Value!;

    protected override Record NewRecord(string entity, int number) => entity switch
    {
        "customer" => Customer($"SHPFY-us-C{number}"),
        "salesOrder" => Order($"SHPFY-us-{number}", _account.Customer),
        _ => Parcel(number),
    };

    protected override Record BadRecord(string entity) => entity switch
    {
        "customer" => Customer("SHPFY-us-bad", "subsidary"),
        "salesOrder" => Order("SHPFY-us-bad", "999999"),
        _ => new Record { ["externalId"] = "SHPFY-f-bad", ["createdFrom"] = new Record { ["id"] = "999999" } },
    };

    protected override Task<string> ChangeSourceAsync(string entity, int number, CancellationToken cancel)
    {
        _account.Time.Advance(TimeSpan.FromMinutes(1));
        return Task.FromResult(entity switch
        {
            "customer" => _account.AddCustomer($"SHPFY-us-C{number}"),
            "salesOrder" => _account.AddOrder($"SHPFY-us-{number}"),
            "itemFulfillment" => _account.Ship($"SHPFY-us-{number}"),
            _ => _account.Stock(number),
        });
    }

    protected override WebhookRequest Webhook() => throw new NotSupportedException("NetSuite sends none");

    protected override (string Field, string Value) Findable(string entity) => entity switch
    {
        "inventoryItem" or "item" => ("itemId", "SKU-1"),
        "location" => ("name", "Main"),
        "currency" => ("symbol", "USD"),
        "customer" => ("externalId", _account.AddCustomerNamed("SHPFY-us-C9")),
        "salesOrder" => ("externalId", _account.AddOrderNamed("SHPFY-us-7")),
        _ => ("externalId", _account.ShipNamed("SHPFY-us-8", "SHPFY-f-8")),
    };

    protected override void Throttle(string entity) =>
        _account.Post("faults", """{"path":"/services/rest","status":429,"count":1000}""");

    protected override void LoseNextAnswer(string entity) =>
        _account.Post("faults", $$"""
            {"path":"{{(entity == "itemFulfillment" ? "!transform" : $"/record/v1/{entity}/")}}","status":502,"count":1,
             "afterCommit":true}
            """);

    private static Record Customer(string externalId, string subsidiary = "subsidiary") => new()
    {
        ["externalId"] = externalId,
        ["isPerson"] = true,
        ["firstName"] = "Ada",
        ["lastName"] = "Lovelace",
        [subsidiary] = new Record { ["id"] = "1" },
    };

    private Record Order(string externalId, string customer) => new()
    {
        ["externalId"] = externalId,
        ["entity"] = new Record { ["id"] = customer },
        ["item"] = new Record
        {
            ["items"] = new[]
            {
                new Record
                {
                    ["item"] = new Record { ["id"] = _account.Item },
                    ["quantity"] = 1,
                    ["rate"] = 10m,
                },
            },
        },
    };

    private Record Parcel(int number) => new()
    {
        ["externalId"] = $"SHPFY-f-{number}",
        ["createdFrom"] = new Record { ["id"] = _account.AddOrder($"SHPFY-us-{100 + number}") },
        ["shipStatus"] = new Record { ["id"] = "C" },
    };
}
