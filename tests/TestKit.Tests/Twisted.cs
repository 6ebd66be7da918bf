using Acme;
using IntegrationHost.Connectors;

namespace IntegrationHost.TestKit.Tests;

/// <summary>The template's connector, with one of its manners spoilt.</summary>
internal sealed class Twisted : IChangeFeed, IRecordReader, IRecordWriter, IWebhookDecoder
{
    private readonly AcmeConnector _inner;

    public Twisted(AcmeConnector inner)
    {
        _inner = inner;
        Entities = inner.Entities;
        Read = inner.ReadChangesAsync;
        Find = inner.FindAsync;
        ReadByIds = inner.ReadAsync;
        Apply = inner.ApplyAsync;
        Recover = inner.RecoverAsync;
        Judge = _ => new WebhookVerdict.Refused("there are none");
    }

    public IReadOnlyList<EntityInfo> Entities { get; set; }

    public Func<string, Cursor, CancellationToken, Task<ChangePage>> Read { get; set; }

    public Func<string, string, IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<Match>>> Find { get; set; }

    public Func<string, IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<Found>>> ReadByIds { get; set; }

    public Func<Write, CancellationToken, Task<Outcome>> Apply { get; set; }

    public Func<Write, CancellationToken, Task<Recovery>> Recover { get; set; }

    public Func<WebhookRequest, WebhookVerdict> Judge { get; set; }

    public Task<Health> CheckAsync(CancellationToken cancel) => _inner.CheckAsync(cancel);

    public Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel) =>
        Read(entity, after, cancel);

    public Task<IReadOnlyList<Found>> ReadAsync(string entity, IReadOnlyList<string> ids, CancellationToken cancel) =>
        ReadByIds(entity, ids, cancel);

    public Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel) =>
        Find(entity, field, values, cancel);

    public Task<Outcome> ApplyAsync(Write write, CancellationToken cancel) => Apply(write, cancel);

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) => Recover(write, cancel);

    public WebhookVerdict Decode(WebhookRequest request) => Judge(request);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
