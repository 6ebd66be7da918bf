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
    private long _lastId = FirstId;
    private long _lastTicks;

    public Lock Gate { get; } = new();

    public ShopOptions Options => options;

    public int NextOrderNumber { get; set; } = 1001;

    public long Mutations { get; set; }

    public long Requests { get; set; }

    /// <summary>What changed and is to be told by webhook.</summary>
    public event Action<string, JsonObject>? Changed;

    public IReadOnlyList<JsonObject> All(string type) => _byType.GetValueOrDefault(type) ?? [];

    public JsonObject? Find(string id) => _records.GetValueOrDefault(id);

    public JsonObject? ItemBySku(string sku) => _itemBySku.TryGetValue(sku, out var id) ? _records[id] : null;

    /// <summary>Adds a record with a new global id.</summary>
    public JsonObject Add(string type, JsonObject record, string? id = null)
    {
        var number = ++_lastId;
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

        return record;
    }

    public void Remove(string type, string id)
    {
        if (_records.Remove(id, out var record))
        {
            _byType[type].Remove(record);
        }
    }

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
    public string Now() => Stamp(time.GetUtcNow());

    public string Stamp(DateTimeOffset at)
    {
        _lastTicks = Math.Max(_lastTicks, at.UtcTicks);
        return at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }
}

/// <summary>One shop.</summary>
/// <param name="Domain">For example <c>us-shop.myshopify.com</c>.</param>
/// <param name="AccessToken">What clients send.</param>
/// <param name="WebhookSecret">What webhooks are signed with.</param>
/// <param name="Currency">ISO code.</param>
public sealed record ShopOptions(string Domain, string AccessToken, string WebhookSecret, string Currency)
{
    /// <summary>IANA time zone.</summary>
    public string TimeZone { get; init; } = "America/New_York";

    /// <summary>Cost points that come back in a second.</summary>
    public double RestorePerSecond { get; init; } = 1000;

    /// <summary>Cost points the bucket holds.</summary>
    public double BucketPoints { get; init; } = 20000;
}
