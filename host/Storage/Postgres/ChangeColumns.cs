using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Payloads;
using Npgsql;
using NpgsqlTypes;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Changes on their way into the table, column by column, in the order of their records' keys: as arrays, or
/// as rows for COPY.</summary>
internal sealed class ChangeColumns(int count)
{
    private const int BytesMost = 64 << 20; // Of a part: the server holds it in one array.

    private const string Staging = """
        create temp table if not exists staged (append int, ord int, rk uuid, flow text, entity text, id text,
            lane int, version text, kind smallint, called text, group_key text, changed bigint, record bytea,
            origin text, seen bigint, name text, place int) on commit delete rows
        """;

    private const string Copying = "copy staged from stdin (format binary)";

    private readonly int[] _append = new int[count];
    private readonly int[] _order = new int[count];
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

    /// <summary>How many changes.</summary>
    public int Count => count;

    /// <summary>Whether a record is among them more than once.</summary>
    public bool Repeats { get; private set; }

    /// <summary>The columns as the statement takes them.</summary>
    public object[] Arrays =>
    [
        _append, _order, _key, _flow, _entity, _id, _lane, _version, _kind, _name, _group, _changed, _record, _origin,
        _seen, Labels(),
    ];

    /// <summary>The changes of jobs. They are stored in the order of their records, as all lock and make rows, and
    /// numbered in the order they came.</summary>
    public static ChangeColumns Of(IReadOnlyList<AppendJob> jobs)
    {
        var each = new (Guid Key, int Order, int Job, int At)[jobs.Sum(job => job.Append.Changes.Count)];
        var order = 0;
        for (var job = 0; job < jobs.Count; job++)
        {
            for (var at = 0; at < jobs[job].Keys.Length; at++)
            {
                each[order] = (jobs[job].Keys[at], ++order, job, at);
            }
        }

        Array.Sort(each);
        var columns = new ChangeColumns(each.Length);
        foreach (var (_, came, job, at) in each)
        {
            columns.Add(job + 1, came, jobs[job], at);
        }

        return columns;
    }

    /// <summary>The record as it is kept, made on the caller's thread.</summary>
    public static byte[]? Sealed(NewChange change, IPayloadSeal seal) =>
        change.Change.Record is { } record ? seal.Seal(record.ToUtf8()) : null;

    /// <summary>Parts that the server takes at a time: before their first place, and their last one.</summary>
    public IEnumerable<(int Before, int Last)> Parts(int changesMost)
    {
        var (before, bytes) = (0, 0L);
        for (var at = 0; at < count; at++)
        {
            bytes += _record[at]?.Length ?? 0;
            if (at + 1 == count || at + 1 - before == changesMost || bytes > BytesMost)
            {
                yield return (before, at + 1);
                (before, bytes) = (at + 1, 0);
            }
        }
    }

    /// <summary>Adds how many changes each append has in a part.</summary>
    public void CountInto(long[] counts, (int Before, int Last) part)
    {
        for (var at = part.Before; at < part.Last; at++)
        {
            counts[_append[at] - 1]++;
        }
    }

    private void Add(int append, int order, AppendJob job, int number)
    {
        var change = job.Append.Changes[number];
        var at = _next++;
        _append[at] = append;
        _order[at] = order;
        _key[at] = job.Keys[number];
        Repeats |= at > 0 && _key[at] == _key[at - 1];
        _flow[at] = StoredText.Keep(change.Record.Flow);
        _entity[at] = StoredText.Keep(change.Record.Entity);
        _id[at] = StoredText.Keep(change.Record.Id);
        _lane[at] = change.Lane;
        _version[at] = StoredText.Keep(change.Change.Version);
        _kind[at] = (short)change.Change.Kind;
        _name[at] = StoredText.KeepOrNull(change.Change.Name);
        _group[at] = StoredText.KeepOrNull(change.Change.GroupKey);
        _changed[at] = change.Change.ChangedAt?.UtcTicks;
        _record[at] = job.Records[number];
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
            await copy.WriteAsync(_order[at], NpgsqlDbType.Integer, cancel);
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
            await copy.WriteAsync(at + 1, NpgsqlDbType.Integer, cancel);
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
