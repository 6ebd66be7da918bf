using System.Text;
using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>An account with two items at one location, its control, and the real connector in front of it.</summary>
internal sealed class PlayedAccount
{
    public PlayedAccount()
    {
        Simulator = new NetSuiteSimulator(Keys, Time);
        Control = new NetSuiteControl(Simulator);
        Seeded = Post("seed", """
            {"locations":[{"name":"Main"}],"currencies":[{"symbol":"USD"}],"paymentMethods":[{"name":"Card"}],
             "items":[{"itemId":"SKU-1","displayName":"One","price":10,
                       "stock":[{"location":"Main","quantityAvailable":7}]},
                      {"itemId":"SKU-2"},{"itemId":"TAX","isFulfillable":false}]}
            """);
    }

    public static NetSuiteAccountOptions Keys { get; } = new() { TimeZone = "America/New_York" };

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public NetSuiteSimulator Simulator { get; }

    public NetSuiteControl Control { get; }

    public JsonElement Seeded { get; }

    public string Item(string itemId) => Seeded.GetProperty("items").GetProperty(itemId).GetString()!;

    public IConnector Connector(string? consumerSecret = null)
    {
        var http = new HttpClient(new SimulatorHandler(Simulator)) { Timeout = Timeout.InfiniteTimeSpan };
        return new NetSuitePlugin().Connect((object)new NetSuiteOptions
        {
            Account = Keys.Account,
            BaseUrl = "http://127.0.0.1:8123",
            ConsumerKey = Keys.ConsumerKey,
            ConsumerSecret = consumerSecret ?? Keys.ConsumerSecret,
            TokenId = Keys.TokenId,
            TokenSecret = Keys.TokenSecret,
            TimeZone = Keys.TimeZone,
        }, new ConnectorContext("erp", http, Time, NullLogger.Instance, new FreeBudget(), new NoTokens()));
    }

    public JsonElement Post(string path, string body) => Answer("POST", path, body);

    public JsonElement Get(string path) => Answer("GET", path, "");

    private JsonElement Answer(string method, string path, string body)
    {
        var answer = Control.Handle(new SimulatedRequest(method, new Uri($"http://127.0.0.1/control/netsuite/{path}"),
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), Encoding.UTF8.GetBytes(body)));
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return answer.Status == 200
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException(text);
    }
}
