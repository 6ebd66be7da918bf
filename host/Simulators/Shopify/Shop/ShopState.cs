using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>The records of one shop, as JSON in the API's own shape, by global id. Callers hold
/// <see cref="Gate"/>.</summary>
internal sealed class ShopState(ShopOptions options, TimeProvider time)
{
    private const long FirstId = 5_000_000_000_001;

    private readonly Dictionary<string, JsonObject> _records = [];
    private readonly Dictionary<string, List<JsonObject>> _byType = [];
    private readonly Dictionary<string, string> _itemBySku = [];
    private readonly Dictionary<string, List<JsonObject>> _levels = [];
    private readonly List<(DateTimeOffset Due, Action Work)> _jobs = [];
    private long _lastId = FirstId;

    public Lock Gate { get; } = new();

    public ShopOptions Options => options;

    public int NextOrderNumber { get; set; } = 1001;

    /// <summary>The machine's clock, which the shop's stamps may be ahead of.</summary>
    public DateTimeOffset Time => time.GetUtcNow();

    public long Mutations { get; set; }

    public long Requests { get; set; }

    /// <summary>What changed and is to be told by webhook.</summary>
    public event Action<string, JsonObject>? Changed;

    public IReadOnlyList<JsonObject> All(string type) => _byType.GetValueOrDefault(type) ?? [];

    public JsonObject? Find(string id) => _records.GetValueOrDefault(id);

    public JsonObject? ItemBySku(string sku) => _itemBySku.TryGetValue(sku, out var id) ? _records[id] : null;

    /// <summary>How long the search does not show a change; reads by id show it at once.</summary>
    public TimeSpan SearchLag { get; set; }

    /// <summary>Whether the search shows the record as it is now.</summary>
    public bool IsSearchable(JsonObject record) => SearchLag == TimeSpan.Zero
        || record["updatedAt"] is not { } stamp
        || string.CompareOrdinal(stamp.GetValue<string>(), StampOf(time.GetUtcNow() - SearchLag)) <= 0;

    /// <summary>The stock levels of an item or a location.</summary>
    /// <param name="side"><c>item</c> or <c>location</c>.</param>
    /// <param name="id">Its global id.</param>
    public IReadOnlyList<JsonObject> LevelsOf(string side, string id) => _levels.GetValueOrDefault(side + id) ?? [];

    /// <summary>Adds a record with a new global id.</summary>
    public JsonObject Add(string type, JsonObject record, string? id = null)
    {
        var number = NextNumber();
        record["id"] = id ?? $"gid://shopify/{type}/{number}";
        record["__typename"] = type;
        record["legacyResourceId"] = number.ToString(CultureInfo.InvariantCulture);
        _records.Add(record["id"]!.GetValue<string>(), record);
        if (!_byType.TryGetValue(type, out var all))
        {
            _byType.Add(type, all = []);
        }

        all.Add(record);
        if (type == "InventoryItem" && record["sku"]?.GetValue<string>() is { } sku)
        {
            _itemBySku[sku] = record["id"]!.GetValue<string>();
        }

        if (type == "InventoryLevel")
        {
            AddLevel("item", record);
            AddLevel("location", record);
        }

        return record;
    }

    public void Remove(string type, string id)
    {
        if (_records.Remove(id, out var record))
        {
            _byType[type].Remove(record);
        }
    }

    /// <summary>Work that goes on after its answer: done with the next request once it is due.</summary>
    public JsonObject Later(TimeSpan after, Action work)
    {
        var job = Add("Job", new JsonObject { ["done"] = false });
        _jobs.Add((time.GetUtcNow() + after, () =>
        {
            job["done"] = true;
            work();
        }));
        return job;
    }

    /// <summary>Does the work that is due.</summary>
    public void RunJobs()
    {
        foreach (var job in _jobs.Where(each => each.Due <= time.GetUtcNow()).ToArray())
        {
            _jobs.Remove(job);
            job.Work();
        }
    }

    /// <summary>Deletes a record as the shop's people do.</summary>
    /// <param name="record">What is to be gone.</param>
    /// <param name="subject">What the shop's events call it; null where they do not tell of its deletion.</param>
    /// <param name="topic">The webhook that tells of it, or null.</param>
    public void Delete(JsonObject record, string? subject, string? topic)
    {
        Remove(record["__typename"]!.GetValue<string>(), record["id"]!.GetValue<string>());
        if (subject is not null)
        {
            Add("BasicEvent", new JsonObject
            {
                ["action"] = "destroy",
                ["createdAt"] = Now(),
                ["subjectId"] = record["id"]!.DeepClone(),
                ["subjectType"] = subject,
            });
        }

        if (topic is not null)
        {
            Changed?.Invoke(topic, record);
        }
    }

    /// <summary>A number that no record has.</summary>
    public long NextNumber() => ++_lastId;

    /// <summary>Tells by webhook what has no stamp of its last change.</summary>
    public void Tell(string topic, JsonObject record) => Changed?.Invoke(topic, record);

    /// <summary>Stamps a record as changed now and tells it by webhook.</summary>
    public void Touch(JsonObject record, string? topic)
    {
        record["updatedAt"] = Now();
        if (topic is not null)
        {
            Changed?.Invoke(topic, record);
        }
    }

    /// <summary>The instant as the API writes it: whole seconds in UTC.</summary>
    public string Now() => StampOf(time.GetUtcNow() + ClockSkew);

    /// <summary>How far the shop's clock is ahead of everybody else's.</summary>
    public TimeSpan ClockSkew { get; set; }

    private static string StampOf(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void AddLevel(string side, JsonObject level)
    {
        var key = side + level[side]!.GetValue<string>();
        if (!_levels.TryGetValue(key, out var levels))
        {
            _levels.Add(key, levels = []);
        }

        levels.Add(level);
    }
}
