using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>A remote system in memory that does what a test tells it: it answers, refuses, hangs, throws before or
/// after the write, or claims more than it gives.</summary>
internal sealed class MemorySystem(params EntityInfo[] entities)
    : IChangeFeed, IBackfill, IRecordReader, IRecordWriter, IWebhookDecoder
{
    private readonly ConcurrentDictionary<(string Entity, string Id), (string Version, Record Record)> _records = new();
    private readonly ConcurrentDictionary<string, string> _landed = new();
    private readonly List<Change> _feed = [];
    private int _ids;
    private int _hidden;
    private int _versions;

    public IReadOnlyList<EntityInfo> Entities => entities;

    public List<Write> Writes { get; } = [];

    public List<string> Finds { get; } = [];

    public Func<Write, Outcome?> Answer { get; set; } = _ => null;

    public Func<string, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    public Func<Write, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public Action<Write> AfterWrite { get; set; } = _ => { };

    public Func<Write, Recovery?> Recover { get; set; } = _ => null;

    public Func<string, Exception?> FindFault { get; set; } = _ => null;

    public int? Receipt { get; set; }

    public Func<string, Exception?> FeedFault { get; set; } = _ => null;

    /// <summary>What the bulk interface gives; null when it has none for the entity.</summary>
    public Func<BackfillRequest, BackfillPage?> Bulk { get; set; } = _ => null;

    public Task<BackfillPage> ReadBackfillAsync(string entity, BackfillRequest request, CancellationToken cancel) =>
        Bulk(request) is { } page
            ? Task.FromResult(page)
            : Task.FromException<BackfillPage>(new NotSupportedException($"no bulk interface for {entity}"));
    /// <summary>Its feed tells of what we write, as that of a real system does; versions count up.</summary>
    public bool ReportsWrites { get; init; }

    /// <summary>Versions are stamps of this clock, to the second, instead.</summary>
    public TimeProvider? StampedBy { get; set; }

    /// <summary>What stands behind the stamp: makes of it what claims no order.</summary>
    public string BehindStamps { get; set; } = "";

    /// <summary>Whether the answer to a write tells the version that it made.</summary>
    public bool TellsVersions { get; set; } = true;

    /// <summary>How many changes its feed has told of.</summary>
    public int Changes
    {
        get
        {
            lock (_feed)
            {
                return _feed.Count;
            }
        }
    }

    /// <summary>How many writes had an effect.</summary>
    public int Effects { get; private set; }

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

    /// <summary>A record as it is now, without a word in the feed.</summary>
    public void Change(string entity, string id, string version, string json) =>
        _records[(entity, id)] = (version, Record.Parse(json));

    /// <summary>A record the feed only shows to who reads it from an instant on: it came late, behind the
    /// cursor.</summary>
    public void Hide(string entity, string id, string version, string json, DateTimeOffset at)
    {
        Put(entity, id, version, json, at: at);
        lock (_feed)
        {
            _hidden++;
        }
    }

    /// <summary>An edit by somebody else: these fields change, the others stay.</summary>
    public Change Edit(string entity, string id, string json)
    {
        lock (_feed)
        {
            return Store(entity, id, Merged(entity, id, Record.Parse(json)));
        }
    }

    public Change Remove(string entity, string id)
    {
        lock (_feed)
        {
            _records.TryRemove((entity, id), out _);
            var change = new Change(entity, id, NextVersion()) { Kind = ChangeKind.Delete };
            _feed.Add(change);
            return change;
        }
    }

    /// <summary>The record is not there any more, and nobody says so.</summary>
    public void Forget(string entity, string id) => _records.TryRemove((entity, id), out _);

    public Record? RecordOf(string entity, string id) =>
        _records.TryGetValue((entity, id), out var found) ? found.Record : null;

    public int CountOf(string entity) => _records.Keys.Count(key => key.Entity == entity);

    /// <summary>What a check meets; null when the system answers.</summary>
    public Func<Exception?> Outage { get; set; } = () => null;

    public Task<Health> CheckAsync(CancellationToken cancel) => Outage() is { } away
        ? Task.FromException<Health>(away)
        : Task.FromResult(new Health(true, "in memory"));

    public Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel)
    {
        if (FeedFault(entity) is { } fault)
        {
            return Task.FromException<ChangePage>(fault);
        }

        lock (_feed)
        {
            ReadSince ??= after.Since;
            var from = after.Since is null ? int.Parse(after.Value, CultureInfo.InvariantCulture) : 0;
            if (after.Since is null && from + _hidden >= _feed.Count)
            {
                return Task.FromResult(new ChangePage([], after, false, null));
            }

            var next = new Cursor(_feed.Count.ToString(CultureInfo.InvariantCulture));
            var page = _feed.Skip(from).Where(change => change.Entity == entity
                && !(after.Since > change.ChangedAt)).ToArray();
            return Task.FromResult(new ChangePage(page, next, false, Receipt));
        }
    }

    public async Task<IReadOnlyList<Found>> ReadAsync(
        string entity, IReadOnlyList<string> ids, CancellationToken cancel)
    {
        await BeforeRead(entity).WaitAsync(cancel);
        return [.. ids.Where(id => _records.ContainsKey((entity, id)))
            .Select(id => new Found(id, _records[(entity, id)].Version, _records[(entity, id)].Record))];
    }

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
            .OrderBy(pair => pair.Key.Id, StringComparer.Ordinal)
            .Select(pair => new Match(pair.Value.Record.TextOrNull(field) ?? "", pair.Key.Id, pair.Value.Version))
            .Where(match => values.Contains(match.Value))]);
    }

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel)
    {
        await BeforeWrite(write).WaitAsync(cancel);
        if (Outage() is { } away)
        {
            throw away;
        }

        lock (Writes)
        {
            Writes.Add(write);
        }

        if (Answer(write) is { } told)
        {
            return told;
        }

        var id = write.Id ?? Interlocked.Increment(ref _ids).ToString(CultureInfo.InvariantCulture);
        var version = "1";
        lock (_feed)
        {
            Effects++;
            if (write.Kind == ChangeKind.Delete)
            {
                _landed[write.Key] = id;
                _records.TryRemove((write.Entity, id), out _);
                if (ReportsWrites)
                {
                    _feed.Add(new Change(write.Entity, id, NextVersion()) { Kind = ChangeKind.Delete });
                }

                return new Outcome.Deleted(id);
            }

            if (ReportsWrites)
            {
                version = Store(write.Entity, id, Merged(write.Entity, id, write.Record)).Version;
            }
            else
            {
                _records[(write.Entity, id)] = (version, write.Record);
            }
        }

        _landed[write.Key] = id;
        AfterWrite(write);
        version = TellsVersions ? version : "";
        return write.Id is null ? new Outcome.Created(id, version) : new Outcome.Updated(id, version);
    }

    private Change Store(string entity, string id, Record record)
    {
        var version = NextVersion();
        _records[(entity, id)] = (version, record);
        var change = new Change(entity, id, version) { Name = id, ChangedAt = StampedBy?.GetUtcNow() };
        _feed.Add(change);
        return change;
    }

    private Record Merged(string entity, string id, Record over)
    {
        using var fields = JsonDocument.Parse(over.ToUtf8());
        using var before = JsonDocument.Parse((RecordOf(entity, id) ?? new Record()).ToUtf8());
        var merged = before.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
        foreach (var field in fields.RootElement.EnumerateObject())
        {
            merged[field.Name] = field.Value;
        }

        merged["id"] = JsonSerializer.SerializeToElement(id);
        return Record.Parse(JsonSerializer.SerializeToUtf8Bytes(merged));
    }

    private string NextVersion() => StampedBy is { } clock
        ? clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) + BehindStamps
        : (++_versions).ToString(CultureInfo.InvariantCulture);

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) => Outage() is { } away
        ? Task.FromException<Recovery>(away) : Task.FromResult(
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
