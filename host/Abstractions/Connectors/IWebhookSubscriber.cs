namespace IntegrationHost.Connectors;

/// <summary>A connector that can subscribe to the webhooks it needs.</summary>
public interface IWebhookSubscriber : IConnector
{
    /// <summary>Makes sure the account posts the webhooks of these entities to the address, and nothing twice. Called
    /// at start and daily; a failure is shown as a problem, polling goes on.</summary>
    /// <param name="entities">The entities that flows read from this connection.</param>
    /// <param name="address">The public HTTPS address, <c>…/webhooks/&lt;connection&gt;</c>.</param>
    /// <param name="cancel">Ends the attempt.</param>
    Task EnsureSubscribedAsync(IReadOnlyList<string> entities, Uri address, CancellationToken cancel);
}
