using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.TestKit;

namespace IntegrationHost.Plugins.NetSuite.Tests;

public sealed class NetSuiteConformance : ConnectorConformance
{
    private readonly TestAccount _account = new();
    private readonly PlayedRecords _records;

    public NetSuiteConformance() => _records = new PlayedRecords(_account);

    protected override ConnectorPlugin Plugin => new NetSuitePlugin();

    protected override object Options => TestAccount.Options;

    protected override HttpMessageHandler Handler => new InProcessDoor(_account.Simulator);

    protected override TimeProvider Time => _account.Time;

    protected override string PluginFolder => typeof(NetSuiteConformance).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "PluginFolder").Value!;

    protected override Record NewRecord(string entity, int number) => _records.New(entity, number);

    protected override Record BadRecord(string entity) => new()
    {
        ["externalId"] = "SHPFY-us-bad",
        ["subsidary"] = new Record { ["id"] = "1" },
    };

    protected override Task<string> ChangeSourceAsync(string entity, int number, CancellationToken cancel)
    {
        _account.Time.Advance(TimeSpan.FromMinutes(1));
        return Task.FromResult(entity switch
        {
            "aggregateItemLocation" => _account.Stock(number),
            "item" or "itemPrice" => _account.Save("inventoryItem", _records.New("inventoryItem", Changed + number)),
            _ => _account.Save(entity, _records.New(entity, Changed + number)),
        });
    }

    protected override WebhookRequest Webhook()
    {
        var body = """{"delivery":"1-1-1","events":[{"type":"salesorder","id":"18","event":"edit"}]}"""u8.ToArray();
        var sent = _account.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(TestAccount.Secret),
            (byte[])[.. Encoding.UTF8.GetBytes($"{sent}."), .. body]);
        return new WebhookRequest(
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-IHost-Timestamp"] = sent,
                ["X-IHost-Signature"] = $"sha256={Convert.ToHexStringLower(signature)}",
            },
            body);
    }

    protected override (string Field, string Value) Findable(string entity) => entity switch
    {
        "item" => ("itemId", "SKU-1"),
        "location" => ("name", "Main"),
        "currency" => ("symbol", "USD"),
        "priceLevel" => ("name", "Base Price"),
        "subsidiary" => ("name", "Parent Company"),
        _ => ("externalId", Saved(entity)),
    };

    protected override void Throttle(string entity) =>
        _account.Post("faults", """{"path":"/services/rest","status":429,"count":1000}""");

    protected override void LoseNextAnswer(string entity) => _account.Post("faults", $$"""
        {"path":"/record/v1/","method":"{{(IsDocument(entity) ? "POST" : "PUT")}}","status":502,"count":1,
         "afterCommit":true}
        """);

    private static bool IsDocument(string entity) => NetSuiteEntities.All
        .Single(each => each.Name == entity).CreateNature == WriteNature.NeedsIntent;

    private string Saved(string entity)
    {
        _account.Save(entity, _records.New(entity, Findables));
        return PlayedRecords.ExternalId(entity, Findables);
    }

    private const int Changed = 500;
    private const int Findables = 900;
}
