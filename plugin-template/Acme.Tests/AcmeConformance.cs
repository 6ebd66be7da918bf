using System.Reflection;
using IntegrationHost.Connectors;
using IntegrationHost.TestKit;

namespace Acme.Tests;

/// <summary>What every connector must keep, checked against <see cref="PlayedAcme"/>. Replace that by your system's
/// sandbox or by recorded answers.</summary>
public sealed class AcmeConformance : ConnectorConformance
{
    private readonly PlayedAcme _system = new();

    protected override ConnectorPlugin Plugin => new AcmePlugin();

    protected override object Options => new AcmeOptions { BaseUrl = "http://127.0.0.1/", ApiKey = PlayedAcme.Key };

    protected override HttpMessageHandler Handler => _system;

    protected override string PluginFolder => typeof(AcmeConformance).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "PluginFolder").Value!;

    protected override Record NewRecord(string entity, int number) =>
        new() { ["sku"] = $"sku-{number}", ["title"] = $"Item {number}", ["price"] = 9.95m };

    protected override Record BadRecord(string entity) => new() { ["title"] = "an item without a sku" };

    protected override Task<string> ChangeSourceAsync(string entity, int number, CancellationToken cancel) =>
        Task.FromResult(_system.Change($"sku-{number}"));

    protected override (string Field, string Value) Findable(string entity) => ("sku", _system.Change("sku-found"));

    protected override void Throttle(string entity) => _system.IsThrottled = true;

    protected override void LoseNextAnswer(string entity) => _system.LosesNextAnswer = true;
}
