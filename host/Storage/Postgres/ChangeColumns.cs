using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Payloads;
using Npgsql;
using NpgsqlTypes;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Changes on their way into the table, column by column: as arrays for unnest, or as rows for COPY.</summary>
internal sealed class ChangeColumns(int count)
{
    /// <summary>Where a statement reads the columns from, when they are its parameters.</summary>
    public const string FromArrays = """
        unnest($1::int[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[], $8::smallint[],
            $9::text[], $10::text[], $11::bigint[], $12::bytea[], $13::text[], $14::bigint[], $15::text[]) with
            ordinality as c(append, rk, flow, entity, id, lane, version, kind, name, group_key, changed, record, origin,
            seen, label, ord)
        """;

    /// <summary>Where a statement reads them from after <see cref="CopyAsync"/>.</summary>
    public const string FromStaged = "staged c";

    /// <summary>Its last position.</summary>
    public const string LastStaged = "select max(ord) from staged";

    private const string Staging = """
        create temp table if not exists staged (append int, rk uuid, flow text, entity text, id text, lane int,
            version text, kind smallint, name text, group_key text, changed bigint, record bytea, origin text,
            seen bigint, label text, ord bigint) on commit delete rows
        """;

    private const string Copying = "copy staged from stdin (format binary)";

    private readonly int[] _append = new int[count];
    private readonly Guid[] _key = new Guid[count];
    private readonly string[] _flow = new string[count];
    private readonly string[] _entity = new string[count];
    private readonly string[] _id = new string[count];
    private readonly int[] _lane = new int[count];
    private readonly string[] _version = new string[count];
    private readonly short[] _kind = new short[count];
    private readonly string?[] _name = new string?[count];
    private readonly string?[] _group = new string?[count];
    private readonly long?[] _changed = new long?[count];
    private readonly byte[]?[] _record = new byte[]?[count];
    private readonly string[] _origin = new string[count];
    private readonly long[] _seen = new long[count];
    private readonly Dictionary<Guid, string> _names = [];
    private int _next;

    /// <summary>The records' keys.</summary>
    public Guid[] Keys => _key;

    /// <summary>Whether a record is among them more than once.</summary>
    public bool Repeats => new HashSet<Guid>(_key).Count < count;

    public object[] Arrays =>
    [
        _append, _key, _flow, _entity, _id, _lane, _version, _kind, _name, _group, _changed, _record, _origin, _seen,
        Labels(),
    ];

    /// <summary>The record as it is kept, made on the caller's thread.</summary>
    public static byte[]? Sealed(NewChange change, IPayloadSeal seal) =>
        change.Change.Record is { } record ? seal.Seal(record.ToUtf8()) : null;

    public void Add(int append, NewChange change, byte[]? record)
    {
        var at = _next++;
        _append[at] = append;
        _key[at] = RowKey.Of(change.Record);
        _flow[at] = StoredText.Keep(change.Record.Flow);
        _entity[at] = StoredText.Keep(change.Record.Entity);
        _id[at] = StoredText.Keep(change.Record.Id);
        _lane[at] = change.Lane;
        _version[at] = StoredText.Keep(change.Change.Version);
        _kind[at] = (short)change.Change.Kind;
        _name[at] = StoredText.KeepOrNull(change.Change.Name);
        _group[at] = StoredText.KeepOrNull(change.Change.GroupKey);
        _changed[at] = change.Change.ChangedAt?.UtcTicks;
        _record[at] = record;
        _origin[at] = StoredText.Keep(change.Origin);
        _seen[at] = change.SeenAt.UtcTicks;
        if (_name[at] is { } name)
        {
            _names[_key[at]] = name;
        }
    }

    /// <summary>Sends the columns as rows into a table of this connection, which is empty again after the
    /// transaction.</summary>
    public async Task CopyAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using (var make = connection.Ask(Staging))
        {
            await make.ExecuteNonQueryAsync(cancel);
        }

        var labels = Labels();
        await using var copy = await connection.BeginBinaryImportAsync(Copying, cancel);
        for (var at = 0; at < count; at++)
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(_append[at], NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(_key[at], NpgsqlDbType.Uuid, cancel);
            await copy.WriteAsync(_flow[at], NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(_entity[at], NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(_id[at], NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(_lane[at], NpgsqlDbType.Integer, cancel);
            await copy.WriteAsync(_version[at], NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(_kind[at], NpgsqlDbType.Smallint, cancel);
            await WriteAsync(copy, _name[at], NpgsqlDbType.Text, cancel);
            await WriteAsync(copy, _group[at], NpgsqlDbType.Text, cancel);
            await WriteAsync(copy, _changed[at], NpgsqlDbType.Bigint, cancel);
            await WriteAsync(copy, _record[at], NpgsqlDbType.Bytea, cancel);
            await copy.WriteAsync(_origin[at], NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(_seen[at], NpgsqlDbType.Bigint, cancel);
            await WriteAsync(copy, labels[at], NpgsqlDbType.Text, cancel);
            await copy.WriteAsync((long)at + 1, NpgsqlDbType.Bigint, cancel);
        }

        await copy.CompleteAsync(cancel);
    }

    // What people call the record: the newest name that came for it.
    private string?[] Labels()
    {
        var labels = new string?[count];
        for (var at = 0; at < count && _names.Count > 0; at++)
        {
            labels[at] = _names.GetValueOrDefault(_key[at]);
        }

        return labels;
    }

    private static Task WriteAsync(
        NpgsqlBinaryImporter copy, object? value, NpgsqlDbType type, CancellationToken cancel) =>
        value is null ? copy.WriteNullAsync(cancel) : copy.WriteAsync(value, type, cancel);
}
