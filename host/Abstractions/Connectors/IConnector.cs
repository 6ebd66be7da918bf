namespace IntegrationHost.Connectors;

/// <summary>One live connection to one account. Add the role interfaces the system can honour:
/// <see cref="IChangeFeed"/>, <see cref="IBackfill"/>, <see cref="IWebhookDecoder"/>,
/// <see cref="IWebhookSubscriber"/>, <see cref="IRecordReader"/>, <see cref="IRecordWriter"/>,
/// <see cref="IBatchRecordWriter"/>, <see cref="IFieldCatalogue"/>. All members are called concurrently.</summary>
public interface IConnector : IAsyncDisposable
{
    /// <summary>The entities of this system, in its own words. A flow that names another one fails at start.</summary>
    IReadOnlyList<EntityInfo> Entities { get; }

    /// <summary>Connects without changing anything: credentials, permissions, versions. The host calls it for
    /// <c>ihost check --live</c> and at start; a failing check is shown, it does not stop the host.</summary>
    Task<Health> CheckAsync(CancellationToken cancel);
}

/// <summary>What a check found.</summary>
/// <param name="Ok">False when something keeps the connection from working.</param>
/// <param name="Detail">One sentence a person can act on, for example the account's name or what to grant.</param>
public sealed record Health(bool Ok, string Detail);
