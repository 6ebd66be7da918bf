using System.Text;
using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.TestKit;
using CancellationToken = System.Threading.CancellationToken;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>A played account with a customer and an item, and its control.</summary>
internal sealed class TestAccount
{
    private static readonly NetSuiteAccountOptions Keys = new() { TimeZone = "America/New_York" };

    private readonly NetSuiteControl _control;
    private readonly SeenRequests _seen;
    private string? _customer;

    public TestAccount()
    {
        Simulator = new NetSuiteSimulator(Keys, Time);
        _control = new NetSuiteControl(Simulator);
        _seen = new SeenRequests(new InProcessDoor(Simulator));
        var seeded = Post("seed", """
            {"locations":[{"name":"Main"}],"currencies":[{"symbol":"USD"}],"paymentMethods":[{"name":"Card"}],
             "items":[{"itemId":"SKU-1","price":10,"stock":[{"location":"Main","quantityAvailable":7}]}]}
            """);
        Item = seeded.GetProperty("items").GetProperty("SKU-1").GetString()!;
        Location = seeded.GetProperty("locations").GetProperty("Main").GetString()!;
    }

    public static NetSuiteOptions Options => new()
    {
        Account = Keys.Account,
        BaseUrl = "http://127.0.0.1:8123",
        ConsumerKey = Keys.ConsumerKey,
        ConsumerSecret = Keys.ConsumerSecret,
        TokenId = Keys.TokenId,
        TokenSecret = Keys.TokenSecret,
        TimeZone = Keys.TimeZone,
        WebhookSecret = Secret,
    };

    public const string Secret = "the secret of the scripts";

    public TestKit.HurriedTime Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public NetSuiteSimulator Simulator { get; }

    public string Item { get; }

    public string Location { get; }

    public string Customer => _customer ??= AddCustomer("SHPFY-us-C0");

    public string AddCustomer(string externalId) => Write("customer", $$$"""
        {"externalId":"{{{externalId}}}","isPerson":true,"firstName":"Ada","lastName":"Lovelace",
         "subsidiary":{"id":"1"}}
        """);

    public string AddOrder(string externalId) => Write("salesOrder", $$$"""
        {"externalId":"{{{externalId}}}","entity":{"id":"{{{Customer}}}"},
         "item":{"items":[{"item":{"id":"{{{Item}}}"},"quantity":1,"rate":10}]}}
        """);

    public string AddCustomerNamed(string externalId)
    {
        AddCustomer(externalId);
        return externalId;
    }

    public string AddOrderNamed(string externalId)
    {
        AddOrder(externalId);
        return externalId;
    }

    public string Ship(string order)
    {
        AddOrder(order);
        return Post("ship", $$"""{"externalId":"{{order}}","tracking":["1Z1"]}""").GetProperty("id").GetString()!;
    }

    public string ShipNamed(string order, string externalId)
    {
        var id = AddOrder(order);
        Write("itemFulfillment", $$$"""{"externalId":"{{{externalId}}}","createdFrom":{"id":"{{{id}}}"}}""");
        return externalId;
    }

    /// <summary>Sets the stock; answers the level's id as the feed has it.</summary>
    public string Stock(int quantity)
    {
        Post("stock", $$"""{"itemId":"SKU-1","location":"Main","quantityAvailable":{{quantity}}}""");
        return $"{Item}-{Location}";
    }

    public JsonElement Post(string path, string body) => Answer("POST", path, body);

    public void Delete(string entity, string id) => Answer("DELETE", $"records/{entity}/{id}", "");

    private JsonElement Answer(string method, string path, string body)
    {
        var answer = _control.Handle(new SimulatedRequest(
            method,
            new Uri($"http://127.0.0.1/control/netsuite/{path}"),
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
            Encoding.UTF8.GetBytes(body)));
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return answer.Status == 200
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException(text);
    }

    /// <summary>Writes through the connector; answers the id.</summary>
    public string Save(string entity, Record record) => Write(entity, record.ToString());

    public JsonElement Records(string entity) => Answer("GET", $"records/{entity}", "");

    /// <summary>The real connector in front of the account.</summary>
    internal NetSuiteConnector Connector(NetSuiteOptions? options = null) =>
        (NetSuiteConnector)ConnectorHarness.Connect(
            new NetSuitePlugin(), options ?? Options, _seen, Time, new GenerousBudget());

    /// <summary>The query parts of the requests of a method.</summary>
    public IReadOnlyList<string> LastQueries(string method) => _seen.QueriesOf(method);

    /// <summary>The next request of this method and path is carried out, and its answer lost.</summary>
    public void LoseAnswer(string method, string path) => Post("faults",
        $$"""{"path":"{{path}}","method":"{{method}}","status":502,"count":1,"afterCommit":true}""");

    /// <summary>Adds items, changed a second apart in bunches of a hundred.</summary>
    public void Seed(int items)
    {
        for (var bunch = 0; bunch < items / Bunch; bunch++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Post("seed", $$"""
                {"items":[{{string.Join(",", Enumerable.Range(bunch * Bunch, Bunch)
                    .Select(number => $"{{\"itemId\":\"BULK-{number}\"}}"))}}]}
                """);
        }
    }

    private string Write(string entity, string record)
    {
        var writer = (IRecordWriter)Connector();
        var write = new Write(entity, Record.Parse(record), $"test|{record}");
        var outcome = writer.ApplyAsync(write, CancellationToken.None)
            .GetAwaiter().GetResult();
        return outcome switch
        {
            Outcome.Created created => created.Id,
            Outcome.Updated updated => updated.Id,
            _ => throw new InvalidOperationException(outcome.ToString()),
        };
    }

    private const int Bunch = 100;
}
