using IntegrationHost.Connectors;
using IntegrationHost.Simulation.Defects;

namespace IntegrationHost.Simulation.Hosting;

/// <summary>The watched connector of a system that posts webhooks and takes batches.</summary>
internal sealed class WatchedShop(IConnector connector, Defect defect, Watch watch)
    : WatchedConnector(connector, defect, watch), IBatchRecordWriter, IWebhookDecoder, IWebhookSubscriber
{
    private readonly IBatchRecordWriter _batches = (IBatchRecordWriter)connector;
    private readonly IWebhookDecoder _decoder = (IWebhookDecoder)connector;
    private readonly IWebhookSubscriber _subscriber = (IWebhookSubscriber)connector;

    public int BatchSizeOf(string entity) => _batches.BatchSizeOf(entity);

    public Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel) =>
        _batches.ApplyManyAsync(writes, cancel);

    public WebhookVerdict Decode(WebhookRequest request) => Planted.Decode(request, () => _decoder.Decode(request));

    public Task EnsureSubscribedAsync(IReadOnlyList<string> entities, Uri address, CancellationToken cancel) =>
        _subscriber.EnsureSubscribedAsync(entities, address, cancel);
}
