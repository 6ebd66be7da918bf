using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Records;
using LiteDB;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace IntegrationHost.Storage.Embedded;

/// <summary>How records of the ports stand in the file. Built by hand: LiteDB's mapper is slower and turns instants
/// into local time.</summary>
internal static class Rows
{
    public static BsonDocument Of(RecordRow row, StoredChange change) => new()
    {
        ["_id"] = change.Sequence,
        ["key"] = RowKey.Of(row.Record),
        ["flow"] = row.Record.Flow,
        ["entity"] = change.Change.Entity,
        ["id"] = change.Change.Id,
        ["lane"] = row.Lane,
        ["version"] = change.Change.Version,
        ["kind"] = (int)change.Change.Kind,
        ["name"] = change.Change.Name,
        ["group"] = change.Change.GroupKey,
        ["changed"] = change.Change.ChangedAt?.UtcTicks,
        ["record"] = change.Change.Record?.ToUtf8(),
        ["origin"] = change.Origin,
        ["seen"] = change.SeenAt.UtcTicks,
    };

    public static (RecordKey Record, int Lane, StoredChange Change) ChangeOf(BsonDocument row) => (
        new RecordKey(row["flow"], row["entity"], row["id"]),
        row["lane"],
        new StoredChange(
            row["_id"].AsInt64,
            new Change(row["entity"], row["id"], row["version"])
            {
                Kind = (ChangeKind)row["kind"].AsInt32,
                Name = row["name"].AsString,
                GroupKey = row["group"].AsString,
                ChangedAt = row["changed"].IsNull ? null : Instant(row["changed"]),
                Record = row["record"].IsNull ? null : Record.Parse(row["record"].AsBinary),
            },
            row["origin"],
            Instant(row["seen"])));

    public static BsonDocument Of(RecordRow row) => new()
    {
        ["_id"] = RowKey.Of(row.Record),
        ["state"] = (int)(row.State == RowState.Claimed ? RowState.Pending : row.State),
        ["due"] = row.DueTicks,
        ["attempts"] = row.Attempts,
        ["reason"] = row.Reason,
        ["since"] = row.Since.UtcTicks,
        ["problems"] = Json(row.Problems),
        ["waits"] = Json(row.WaitsFor),
        ["stake"] = row.AtStake is null ? BsonValue.Null : Json(row.AtStake),
    };

    public static void Fill(RecordRow row, BsonDocument from)
    {
        row.State = (RowState)from["state"].AsInt32;
        row.DueTicks = from["due"].AsInt64;
        row.Attempts = from["attempts"];
        row.Reason = from["reason"].IsNull ? "" : from["reason"].AsString;
        row.Since = Instant(from["since"]);
        row.Problems = List<ProblemNote>(from["problems"]);
        row.WaitsFor = List<Dependency>(from["waits"]);
        row.AtStake = from["stake"].IsNull ? null : JsonSerializer.Deserialize<Money>(from["stake"].AsString);
    }

    public static BsonDocument Of(
        RecordKey record, LedgerEntry entry, IReadOnlyList<ProblemNote> problems, ChangeKind kind) => new()
    {
        ["_id"] = RowKey.Of(record),
        ["flow"] = record.Flow,
        ["entity"] = record.Entity,
        ["id"] = record.Id,
        ["state"] = (int)entry.State,
        ["name"] = entry.Name,
        ["find"] = new BsonArray(new[] { record.Id, entry.Name }.Distinct().Select(
            name => new BsonValue(RowKey.Bounded(name)))),
        ["kind"] = (int)kind,
        ["version"] = entry.SourceVersion,
        ["print"] = entry.Fingerprint,
        ["target"] = entry.TargetEntity,
        ["targetId"] = entry.TargetId,
        ["targetVersion"] = entry.TargetVersion,
        ["script"] = entry.ScriptVersion,
        ["at"] = entry.At.UtcTicks,
        ["problems"] = problems.Count == 0 ? BsonValue.Null : Json(problems),
    };

    public static RecordKey RecordOf(BsonDocument row) => new(row["flow"], row["entity"], row["id"]);

    public static LedgerEntry EntryOf(BsonDocument row) => new(
        (EntryState)row["state"].AsInt32, row["name"], row["version"], row["print"], row["target"], row["targetId"],
        row["targetVersion"], row["script"], Instant(row["at"]));

    public static IReadOnlyList<ProblemNote> ProblemsOf(BsonDocument row) =>
        row["problems"].IsNull ? [] : List<ProblemNote>(row["problems"]);

    public static BsonDocument Of(Intent intent) => new()
    {
        ["_id"] = RowKey.Of(intent.Record),
        ["key"] = intent.Key,
        ["entity"] = intent.Entity,
        ["targetId"] = intent.TargetId,
        ["rendered"] = intent.Rendered.ToArray(),
        ["version"] = intent.Source.SourceVersion,
        ["script"] = intent.Source.ScriptVersion,
        ["print"] = intent.Source.Fingerprint,
        ["through"] = intent.Source.Through,
        ["at"] = intent.At.UtcTicks,
    };

    public static Intent IntentOf(RecordKey record, BsonDocument row) => new(
        record, row["key"], row["entity"], row["targetId"].AsString, row["rendered"].AsBinary,
        new IntentSource(row["version"], row["script"], row["print"], row["through"].AsInt64), Instant(row["at"]));

    public static DateTimeOffset Instant(BsonValue ticks) => new(ticks.AsInt64, TimeSpan.Zero);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);

    private static List<T> List<T>(BsonValue json) => JsonSerializer.Deserialize<List<T>>(json.AsString)!;
}
