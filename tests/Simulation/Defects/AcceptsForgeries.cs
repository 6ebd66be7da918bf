using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Takes a webhook whatever its signature.</summary>
internal sealed class AcceptsForgeries : Defect
{
    public override WebhookVerdict Decode(WebhookRequest request, Func<WebhookVerdict> go) =>
        go() is WebhookVerdict.Accepted accepted ? accepted : new WebhookVerdict.Accepted("unsigned", [], []);
}
