using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>Everything the account holds. Callers hold <see cref="Gate"/> around every call and for as long as they
/// look at what came back.</summary>
internal sealed class NetSuiteState
{
    private readonly TimeProvider _time;
    private readonly Dictionary<string, SortedDictionary<int, StoredRecord>> _families = [];
    private readonly Dictionary<string, int> _lastIds = [];
    private readonly Dictionary<(string Type, string ExternalId), StoredRecord> _byExternalId = [];
    private readonly Dictionary<(string Family, string Name), StoredRecord> _byName = [];
    private readonly Dictionary<string, int> _lastNumbers = [];

    public NetSuiteState(TimeProvider time)
    {
        _time = time;
        foreach (var type in RecordTypes.All)
        {
            _families.TryAdd(type.Family, []);
        }

        StockBook = new StockBook(this);
        Add(RecordTypes.Subsidiary, new JsonObject { ["name"] = "Parent Company" });
        Add(RecordTypes.PriceLevel, new JsonObject { ["name"] = "Base Price" });
    }

    public Lock Gate { get; } = new();

    public Dictionary<(int Item, int Location), StockLevel> Stock { get; } = [];

    public StockBook StockBook { get; }

    /// <summary>Which money settled which document.</summary>
    public List<Application> Applications { get; } = [];

    /// <summary>No posting transaction may have an earlier date; null where every period is open.</summary>
    public DateOnly? ClosedBefore { get; set; }

    /// <summary>Whether a fulfilment needs a location on every line, as accounts with several have it.</summary>
    public bool RequiresLocations { get; set; }

    /// <summary>The custom fields there are, by name, and what they hold; null where any name is taken.</summary>
    public Dictionary<string, string>? CustomFields { get; set; }

    public List<LineLink> Links { get; } = [];

    public List<TrackingNumber> TrackingNumbers { get; } = [];

    public int LastTrackingNumber { get; set; }

    public List<DeletedRecord> Deleted { get; } = [];

    /// <summary>Records written over REST, each write counted.</summary>
    public long Writes { get; set; }

    /// <summary>Now, in whole seconds, as stamps are.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds());

    public IReadOnlyCollection<StoredRecord> Family(string family) => _families[family].Values;

    /// <summary>Whether records of this family are kept; references into others are taken as they are.</summary>
    public bool Plays(string family) => _families.ContainsKey(family);

    /// <summary>The item or entity of this name.</summary>
    public StoredRecord? ByName(string family, string name) => _byName.GetValueOrDefault((family, name));

    public IEnumerable<StoredRecord> Of(RecordType type) => _families[type.Family].Values.Where(r => r.Type == type);

    public StoredRecord? InFamily(string family, string? id) =>
        int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? _families[family].GetValueOrDefault(number)
            : null;

    /// <summary>The one record of this id, or none.</summary>
    public IEnumerable<StoredRecord> InFamily(string family, decimal id) =>
        id == Math.Truncate(id) && id is > 0 and <= int.MaxValue
            && _families[family].GetValueOrDefault((int)id) is { } record
            ? [record]
            : [];

    public StoredRecord? ById(RecordType type, string id) =>
        InFamily(type.Family, id) is { } record && record.Type == type ? record : null;

    public StoredRecord? ByExternalId(RecordType type, string externalId) =>
        _byExternalId.GetValueOrDefault((type.Name, externalId));

    /// <summary>The record of any type of the family with this external id.</summary>
    public StoredRecord? ByExternalId(string family, string externalId) => RecordTypes.All
        .Where(type => type.Family == family)
        .Select(type => ByExternalId(type, externalId))
        .FirstOrDefault(record => record is not null);

    public StoredRecord Add(RecordType type, JsonObject fields)
    {
        var id = _lastIds[type.Family] = _lastIds.GetValueOrDefault(type.Family) + 1;
        var record = new StoredRecord(type, id, Now);
        Number(type, fields);
        _families[type.Family].Add(id, record);
        Save(record, fields);
        return record;
    }

    /// <summary>Puts the fields in place of the record's own. That the external id is free was checked
    /// before.</summary>
    public void Save(StoredRecord record, JsonObject fields)
    {
        if (record.ExternalId is { } before)
        {
            _byExternalId.Remove((record.Type.Name, before));
        }

        if (NameOf(record) is { } nameBefore)
        {
            _byName.Remove((record.Type.Family, nameBefore));
        }

        record.Fields = fields;
        record.LastModified = Now;
        record.Writes++;
        if (NameOf(record) is { } nameAfter)
        {
            _byName[(record.Type.Family, nameAfter)] = record;
        }

        if (record.ExternalId is { } after)
        {
            _byExternalId.Add((record.Type.Name, after), record);
        }
    }

    /// <summary>Moves the stamp of a record that changed as a consequence of another.</summary>
    public void Touch(StoredRecord record) => record.LastModified = Now;

    public void Delete(StoredRecord record)
    {
        _families[record.Type.Family].Remove(record.Id);
        if (record.ExternalId is { } externalId)
        {
            _byExternalId.Remove((record.Type.Name, externalId));
        }

        if (NameOf(record) is { } name)
        {
            _byName.Remove((record.Type.Family, name));
        }

        Links.RemoveAll(link => link.NextDoc == record.Id && record.Type.Family == RecordType.Transactions);
        Applications.RemoveAll(one => one.By == record.Id && record.Type.Family == RecordType.Transactions);
        TrackingNumbers.RemoveAll(number => number.Transaction == record.Id
            && record.Type == RecordTypes.ItemFulfillment);
        Deleted.Add(new DeletedRecord(record.Id, record.Type.Name, RefName(record), Now));
    }

    /// <summary>What people call the record.</summary>
    public static string RefName(StoredRecord record) =>
        record.Fields.Text("tranId") ?? record.Fields.Text("itemId") ?? record.Fields.Text("entityId")
        ?? record.Fields.Text("name") ?? record.Fields.Text("symbol")
        ?? record.Id.ToString(CultureInfo.InvariantCulture);

    private static string? NameOf(StoredRecord record) =>
        record.Fields.Text("itemId") ?? record.Fields.Text("entityId");

    private void Number(RecordType type, JsonObject fields)
    {
        var field = type.Family == RecordType.Transactions ? "tranId" : "entityId";
        if (type.NumberPrefix is "" || fields[field] is not null)
        {
            return;
        }

        var number = _lastNumbers[type.Name] = _lastNumbers.GetValueOrDefault(type.Name, FirstNumber - 1) + 1;
        fields[field] = string.Create(CultureInfo.InvariantCulture, $"{type.NumberPrefix}{number}");
    }

    private const int FirstNumber = 1_001;
}
