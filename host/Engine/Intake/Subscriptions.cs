using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine.Intake;

/// <summary>Makes sure, at start and daily, that a connection posts its webhooks to us. Without a public address the
/// flows run on their polls alone.</summary>
internal sealed class Subscriptions(string connection, IWebhookSubscriber subscriber, EngineParts parts)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(5);

    private readonly ILogger _log = parts.Log.CreateLogger<Subscriptions>();

    public string? Fault { get; private set; }

    public async Task RunAsync(Uri publicUrl, CancellationToken cancel)
    {
        var address = new Uri($"{publicUrl.AbsoluteUri.TrimEnd('/')}/webhooks/{connection}");
        var entities = parts.Flows
            .Where(flow => flow.From.Connection == connection && flow.TakesWebhooks)
            .Select(flow => flow.From.Entity).Distinct().ToArray();
        using var timer = new LaneSignal();
        while (!cancel.IsCancellationRequested)
        {
            await EnsureAsync(entities, address, cancel);
            var pause = Fault is null ? parts.Options.SubscribeEvery : AfterFault;
            await timer.WaitAsync(parts.Time.GetUtcNow() + pause, parts.Time, cancel);
        }
    }

    private async Task EnsureAsync(string[] entities, Uri address, CancellationToken cancel)
    {
        try
        {
            await subscriber.EnsureSubscribedAsync(entities, address, cancel);
            Fault = null;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            Fault = $"webhooks could not be subscribed, polling goes on: {fault.Message}";
            _log.LogWarning("{Connection}: {Fault}", connection, Fault);
        }
    }
}
