using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>A remote system in memory that does what a test tells it: it answers, refuses, hangs, throws before or
/// after the write, or claims more than it gives.</summary>
internal sealed class MemorySystem(params EntityInfo[] entities)
    : IChangeFeed, IRecordReader, IRecordWriter, IWebhookDecoder
{
    private readonly ConcurrentDictionary<(string Entity, string Id), (string Version, Record Record)> _records = new();
    private readonly ConcurrentDictionary<string, string> _landed = new();
    private readonly List<Change> _feed = [];
    private int _ids;

    public IReadOnlyList<EntityInfo> Entities => entities;

    public List<Write> Writes { get; } = [];

    public List<string> Finds { get; } = [];

    public Func<Write, Outcome?> Answer { get; set; } = _ => null;

    public Func<Write, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public Action<Write> AfterWrite { get; set; } = _ => { };

    public Func<Write, Recovery?> Recover { get; set; } = _ => null;

    public Func<string, Exception?> FindFault { get; set; } = _ => null;

    public int? Receipt { get; set; }

    /// <summary>Where the first read of the feed was to begin.</summary>
    public DateTimeOffset? ReadSince { get; private set; }

    public Change Put(
        string entity, string id, string version, string json, string? name = null, DateTimeOffset? at = null)
    {
        _records[(entity, id)] = (version, Record.Parse(json));
        var change = new Change(entity, id, version) { Name = name ?? id, ChangedAt = at };
        lock (_feed)
        {
            _feed.Add(change);
        }

        return change;
    }

    public int CountOf(string entity) => _records.Keys.Count(key => key.Entity == entity);

    public Task<Health> CheckAsync(CancellationToken cancel) => Task.FromResult(new Health(true, "in memory"));

    public Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel)
    {
        lock (_feed)
        {
            ReadSince ??= after.Since;
            var from = after.Since is null ? int.Parse(after.Value, CultureInfo.InvariantCulture) : 0;
            var next = new Cursor(_feed.Count.ToString(CultureInfo.InvariantCulture));
            var page = _feed.Skip(from).Where(change => change.Entity == entity).ToArray();
            return Task.FromResult(new ChangePage(page, next, false, Receipt));
        }
    }

    public Task<IReadOnlyList<Found>> ReadAsync(string entity, IReadOnlyList<string> ids, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Found>>([.. ids.Where(id => _records.ContainsKey((entity, id)))
            .Select(id => new Found(id, _records[(entity, id)].Version, _records[(entity, id)].Record))]);

    public Task<IReadOnlyList<Match>> FindAsync(
        string entity, string field, IReadOnlyList<string> values, CancellationToken cancel)
    {
        if (FindFault(field) is { } wrong)
        {
            return Task.FromException<IReadOnlyList<Match>>(wrong);
        }

        lock (Finds)
        {
            Finds.AddRange(values);
        }

        return Task.FromResult<IReadOnlyList<Match>>([.. _records
            .Where(pair => pair.Key.Entity == entity)
            .Select(pair => new Match(pair.Value.Record.TextOrNull(field) ?? "", pair.Key.Id, pair.Value.Version))
            .Where(match => values.Contains(match.Value))]);
    }

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        await BeforeWrite(write).WaitAsync(cancel);
        lock (Writes)
        {
            Writes.Add(write);
        }

        if (Answer(write) is { } told)
        {
            return told;
        }

        var id = write.Id ?? Interlocked.Increment(ref _ids).ToString(CultureInfo.InvariantCulture);
        _records[(write.Entity, id)] = ("1", write.Record);
        _landed[write.Key] = id;
        AfterWrite(write);
        return write.Id is null ? new Outcome.Created(id, "1") : new Outcome.Updated(id, "1");
    }

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) => Task.FromResult(
        Recover(write) ?? (_landed.TryGetValue(write.Key, out var id)
            ? new Recovery.Landed(new Outcome.Created(id, "1"))
            : new Recovery.NotWritten()));

    public WebhookVerdict Decode(WebhookRequest request)
    {
        var record = Record.Parse(request.Body);
        return request.Headers.ContainsKey("forged")
            ? new WebhookVerdict.Refused("the signature does not fit")
            : new WebhookVerdict.Accepted(
                request.Headers["delivery"], [new Change("order", record.Text("id"), record.Text("version"))], []);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
