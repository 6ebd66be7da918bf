using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>The ledger in PostgreSQL.</summary>
internal sealed class PostgresLedger(
    PostgresDoor door, HostLease host, Settler settler, PostgresOptions options) : ILedger
{
    private const int NameShown = 80;

    private const string PutIntent = $"""
        with p as (
            select rk from pending where rk = $4 and lane = $1 and state = 1 and epoch = $2 and {LaneTable.Holds}
            for update),
        put as (
            insert into intent(rk, key, entity, target_id, rendered, version, script, print, through, at)
            select rk, $5, $6, $7, $8, $9, $10, $11, $12, $13 from p
            on conflict (rk) do update set key = excluded.key, entity = excluded.entity,
                target_id = excluded.target_id, rendered = excluded.rendered, version = excluded.version,
                script = excluded.script, print = excluded.print, through = excluded.through, at = excluded.at)
        insert into history(rk, at, seq, what, text) select rk, $13, nextval('numbers'), 'intent', $14 from p
        """;

    private const string Links = """
        select x.name, x.key_a = k.key, x.a_connection, x.a_entity, x.a_id, x.b_connection, x.b_entity, x.b_id
        from unnest($1::uuid[]) with ordinality k(key, ord)
        cross join lateral (
            select * from (
                select * from link where key_a = k.key
                union all (select * from link where key_b = k.key order by seq desc limit 1)) sides
            order by seq desc limit 1) x
        order by k.ord
        """;

    private const string Entries =
        $"select l.flow, l.entity, l.id, {LedgerRow.Columns} from ledger l where l.rk = any($1::uuid[])";

    private const string PutValue = """
        with put as (
            insert into value(name, value, version, by_whom, at)
            select $1, $2, 1, $3, $4 where $5 = 0
            on conflict (name) do nothing returning 1),
        over as (
            update value set value = $2, version = version + 1, by_whom = $3, at = $4
            where name = $1 and version = $5 and $5 > 0 returning 1)
        select exists (select 1 from put union all select 1 from over)
        """;

    public async Task<SettleVerdict> SettleAsync(LaneLease lease, Settlement settlement, CancellationToken cancel) =>
        await settler.SettleAsync(lease, settlement, cancel);

    // Decided again after a lost answer: the same intent takes the place of itself.
    public async Task PutIntentAsync(LaneLease lease, Intent intent, CancellationToken cancel)
    {
        var rendered = options.Seal.Seal(intent.Rendered.Span);
        var source = intent.Source;
        await host.EnsureAsync(cancel);
        var stored = await door.RunAsync(async connection =>
        {
            await using var unit = new NpgsqlBatch(connection)
                .Then(LaneTable.LockHeld, lease.Lane, lease.Epoch, host.Id)
                .Then(PutIntent, lease.Lane, lease.Epoch, host.Id, RowKey.Of(intent.Record),
                    StoredText.Keep(intent.Key), StoredText.Keep(intent.Entity), StoredText.KeepOrNull(intent.TargetId),
                    rendered, StoredText.Keep(source.SourceVersion), StoredText.Keep(source.ScriptVersion),
                    StoredText.Keep(source.Fingerprint), source.Through, intent.At.UtcTicks,
                    StoredText.Keep($"a {intent.Entity} is about to be written"));
            await unit.ExecuteNonQueryAsync(CancellationToken.None);
            return unit.BatchCommands[^1].RecordsAffected > 0;
        }, cancel);
        if (!stored || !host.MayAct)
        {
            throw new StaleLeaseException(lease.Lane); // Also when the answer came too late to act on it.
        }
    }

    public async Task<IReadOnlyList<Link>> LinksAsync(IReadOnlyList<LinkSide> sides, CancellationToken cancel) =>
        sides.Count == 0 ? [] : await door.RunAsync(connection => connection
            .Ask(Links, sides.Select(RowKey.Of).ToArray())
            .ListAsync(row =>
            {
                var a = new LinkEnd(row.Text(2), row.Text(3), row.Text(4));
                var b = new LinkEnd(row.Text(5), row.Text(6), row.Text(7));
                return row.GetBoolean(1) ? new Link(row.Text(0), a, b) : new Link(row.Text(0), b, a);
            }, cancel), cancel);

    public async Task<IReadOnlyDictionary<RecordKey, LedgerEntry>> EntriesAsync(
        IReadOnlyList<RecordKey> records, CancellationToken cancel) =>
        records.Count == 0 ? new Dictionary<RecordKey, LedgerEntry>() : (await door.RunAsync(connection => connection
            .Ask(Entries, records.Distinct().Select(RowKey.Of).ToArray())
            .ListAsync(row => KeyValuePair.Create(
                new RecordKey(row.Text(0), row.Text(1), row.Text(2)), LedgerRow.EntryOf(row, 3)), cancel), cancel))
            .ToDictionary();

    public Task<Cursor?> CursorAsync(string flow, CancellationToken cancel) =>
        door.RunAsync(async connection => (await connection
            .Ask("select value, since from cursor where flow = $1 and value is not null", StoredText.Keep(flow))
            .ListAsync(row => new Cursor(row.Text(0), row.IsDBNull(1) ? null : row.Instant(1)), cancel))
            .FirstOrDefault(), cancel);

    public async Task<IReadOnlyList<NamedValue>> ValuesAsync(string prefix, CancellationToken cancel) =>
        await door.RunAsync(connection => connection
            .Ask("select name, value, version, by_whom, at from value where name ^@ $1 order by name",
                StoredText.Keep(prefix))
            .ListAsync(row => new NamedValue(
                row.Text(0), row.Text(1), row.GetInt64(2), row.Text(3), row.Instant(4)), cancel), cancel);

    // Decided again after a lost answer: a value that is there already, just so, is this one.
    public Task<bool> PutValueAsync(NamedValue value, long expectedVersion, CancellationToken cancel)
    {
        CheckLength(value.Name, value.Name, NamedValue.NameBytesMost, nameof(value));
        CheckLength(value.Name, value.Value, NamedValue.ValueBytesMost, nameof(value));
        var asked = false;
        return door.RunAsync(async connection =>
        {
            var again = asked;
            asked = true;
            await using var put = connection.Ask(PutValue, StoredText.Keep(value.Name), StoredText.Keep(value.Value),
                StoredText.Keep(value.By), value.At.UtcTicks, expectedVersion);
            return (bool)(await put.ExecuteScalarAsync(CancellationToken.None))!
                || (again && await IsThereAsync(connection, value with { Version = expectedVersion + 1 }));
        }, cancel);
    }

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, NamedValue value)
    {
        await using var look = connection.Ask(
            "select count(*) from value where name = $1 and value = $2 and version = $3 and by_whom = $4 and at = $5",
            StoredText.Keep(value.Name), StoredText.Keep(value.Value), value.Version, StoredText.Keep(value.By),
            value.At.UtcTicks);
        return (long)(await look.ExecuteScalarAsync(CancellationToken.None))! > 0;
    }

    private static void CheckLength(string name, string text, int most, string parameter)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > most)
        {
            throw new ArgumentException(
                $"'{name[..Math.Min(name.Length, NameShown)]}' has {bytes} bytes where at most {most} can be kept",
                parameter);
        }
    }
}
