using Acme;
using Acme.Tests;
using IntegrationHost.Connectors;

namespace IntegrationHost.TestKit.Tests;

/// <summary>The conformance facts, run against a spoilt connector. Not found by the runner: the tests call its
/// facts.</summary>
internal sealed class TwistedConformance(Action<Twisted, ConnectorContext> twist) : ConnectorConformance
{
    private readonly PlayedAcme _system = new();

    protected override ConnectorPlugin Plugin => new TwistedPlugin(twist);

    protected override object Options => new AcmeOptions { BaseUrl = "http://127.0.0.1/", ApiKey = PlayedAcme.Key };

    protected override HttpMessageHandler Handler => _system;

    protected override string PluginFolder => AppContext.BaseDirectory;

    protected override Record NewRecord(string entity, int number) =>
        new() { ["sku"] = $"sku-{number}", ["title"] = $"Item {number}" };

    protected override Record BadRecord(string entity) => new() { ["title"] = "an item without a sku" };

    protected override Task<string> ChangeSourceAsync(string entity, int number, CancellationToken cancel) =>
        Task.FromResult(_system.Change($"sku-{number}"));

    protected override (string Field, string Value) Findable(string entity) => ("sku", _system.Change("sku-found"));

    protected override void Throttle(string entity) => _system.IsThrottled = true;

    protected override void LoseNextAnswer(string entity) => _system.LosesNextAnswer = true;

    protected override WebhookRequest Webhook() =>
        new(new Dictionary<string, string> { ["X"] = "1" }, new byte[] { 1 });

    private sealed class TwistedPlugin(Action<Twisted, ConnectorContext> twist) : ConnectorPlugin<AcmeOptions>
    {
        public override string Name => "Acme";

        protected override string AccountOf(AcmeOptions options) => options.BaseUrl;

        protected override IConnector Connect(AcmeOptions options, ConnectorContext context)
        {
            var twisted = new Twisted(new AcmeConnector(new AcmeClient(options, context)));
            twist(twisted, context);
            return twisted;
        }
    }
}
