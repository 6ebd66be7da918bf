using IntegrationHost.Engine.Inbox;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>The collections of the file, by name, and the two that are written from several places.</summary>
internal static class Tables
{
    private const int EntriesPerRecordMost = 1000;
    private const int HistorySuffix = 40; // |ticks|sequence, 19 digits each.

    public static ILiteCollection<BsonDocument> Changes(this LiteDatabase database) => Of(database, "changes");

    public static ILiteCollection<BsonDocument> Records(this LiteDatabase database) => Of(database, "records");

    public static ILiteCollection<BsonDocument> Ledger(this LiteDatabase database) => Of(database, "ledger");

    public static ILiteCollection<BsonDocument> Intents(this LiteDatabase database) => Of(database, "intents");

    public static ILiteCollection<BsonDocument> Links(this LiteDatabase database) => Of(database, "links");

    public static ILiteCollection<BsonDocument> Cursors(this LiteDatabase database) => Of(database, "cursors");

    public static ILiteCollection<BsonDocument> Values(this LiteDatabase database) => Of(database, "values");

    public static ILiteCollection<BsonDocument> Deliveries(this LiteDatabase database) => Of(database, "deliveries");

    public static ILiteCollection<BsonDocument> History(this LiteDatabase database) => Of(database, "history");

    public static ILiteCollection<BsonDocument> Inputs(this LiteDatabase database) => Of(database, "inputs");

    public static ILiteCollection<BsonDocument> Meta(this LiteDatabase database) => Of(database, "meta");

    /// <summary>The rows whose key begins so, in order of key.</summary>
    public static List<BsonDocument> WithPrefix(this ILiteCollection<BsonDocument> rows, string prefix) => rows
        .Find(BsonExpression.Create("$._id >= @0 AND $._id < @1", prefix, prefix + "\uffff"))
        .ToList();

    /// <summary>Adds to a record's history.</summary>
    public static void Tell(
        this LiteDatabase database, RecordKey record, DateTimeOffset at, long sequence, string what, string text) =>
        database.History().Upsert(new BsonDocument
        {
            ["_id"] = $"{RowKey.Of(record)}|{at.UtcTicks:D19}|{sequence:D19}",
            ["at"] = at.UtcTicks,
            ["what"] = what,
            ["text"] = text,
        });

    /// <summary>The key of the record an entry of the history is about.</summary>
    public static string RecordKeyOf(string historyId) => historyId[..^HistorySuffix];

    /// <summary>A record's history in order of time, the newest entries.</summary>
    public static IReadOnlyList<BsonDocument> HistoryOf(this LiteDatabase database, RecordKey record) =>
        [.. database.History().WithPrefix(RowKey.Of(record) + "|").TakeLast(EntriesPerRecordMost)];

    private static ILiteCollection<BsonDocument> Of(LiteDatabase database, string name) =>
        database.GetCollection(name, BsonAutoId.Int64);
}
