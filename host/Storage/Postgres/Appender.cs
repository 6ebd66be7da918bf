using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Payloads;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Writes what many callers append at the same time in one round trip. Each append has its own verdict; a
/// group is one transaction.</summary>
internal sealed class Appender : IAsyncDisposable
{
    /// <summary>Changes in a group; an append with more of them is copied in.</summary>
    public const int ChangesMost = 2000;

    private const int CompanyLeast = 1;
    private const int DuplicateDelivery = -1;
    private const int MovedCursor = -2;
    private const int AnswerColumns = 2; // What only locks answers with one.
    private const string VerdictsColumn = "set_config";

    private static readonly string StoreOnceEach = AppendSql.StoreChanges(ChangeColumns.FromArrays, "0", false);
    private static readonly string StoreRepeated = AppendSql.StoreChanges(ChangeColumns.FromArrays, "0", true);
    private static readonly string StoreStaged = AppendSql.StoreChanges(
        ChangeColumns.FromStaged, ChangeColumns.LastStaged, true);

    private readonly PostgresDoor _door;
    private readonly IPayloadSeal _seal;
    private readonly Action<int> _arrived;
    private readonly Batcher<AppendJob> _jobs;
    private readonly ConcurrentDictionary<(string Flow, string Entity), bool> _kinds = new();

    public Appender(PostgresDoor door, PostgresOptions options, Action<int> arrived)
    {
        _door = door;
        _seal = options.Seal;
        _arrived = arrived;
        _jobs = new Batcher<AppendJob>(options.AppendersMost, ChangesMost, CompanyLeast, WriteAsync);
    }

    public async Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel)
    {
        var job = new AppendJob(append, _seal);
        await _jobs.AddAsync(job, cancel);
        return await job.Answer;
    }

    public ValueTask DisposeAsync() => _jobs.DisposeAsync();

    // Decided again after a lost answer: a delivery knows its own unit, a cursor has moved, versions are there, and a
    // hint without a version may come twice.
    private async Task WriteAsync(IReadOnlyList<AppendJob> jobs, int writer)
    {
        var columns = ColumnsOf(jobs);
        var answers = await _door.RunAsync(connection => StoreAsync(connection, jobs, columns), CancellationToken.None);
        foreach (var kind in KindsOf(jobs))
        {
            _kinds[kind] = true;
        }

        foreach (var (job, answer) in jobs.Zip(answers))
        {
            if (answer.Stored > 0)
            {
                foreach (var change in job.Append.Changes)
                {
                    _arrived(change.Lane);
                }
            }

            job.Complete(answer);
        }
    }

    private async Task<AppendAnswer[]> StoreAsync(
        NpgsqlConnection connection, IReadOnlyList<AppendJob> jobs, ChangeColumns columns)
    {
        var cancel = CancellationToken.None;
        var staged = columns.Keys.Length > ChangesMost;
        await using var unit = staged ? await connection.BeginTransactionAsync(cancel) : null;
        if (staged)
        {
            await columns.CopyAsync(connection, cancel);
        }

        await using var batch = BatchOf(connection, jobs, columns, staged);
        if (staged)
        {
            batch.Timeout = 0; // A backfill takes as long as it takes.
        }

        var (verdicts, stored) = await AnswersAsync(batch, jobs.Count, cancel);
        if (unit is not null)
        {
            await unit.CommitAsync(cancel);
        }

        return [.. verdicts.Zip(stored.Skip(1), AnswerOf)];
    }

    private static async Task<(int[] Verdicts, long[] Stored)> AnswersAsync(
        NpgsqlBatch batch, int jobs, CancellationToken cancel)
    {
        var (verdicts, stored) = ("", new long[jobs + 1]);
        await using var rows = await batch.ExecuteReaderAsync(cancel);
        do
        {
            while (await rows.ReadAsync(cancel))
            {
                if (rows.FieldCount == AnswerColumns)
                {
                    stored[rows.GetInt32(0)] = rows.GetInt64(1);
                }
                else if (rows.GetName(0) == VerdictsColumn)
                {
                    verdicts = rows.GetString(0);
                }
            }
        }
        while (await rows.NextResultAsync(cancel));
        return ([.. verdicts.Trim('{', '}').Split(',').Select(
            verdict => int.Parse(verdict, CultureInfo.InvariantCulture))], stored);
    }

    private NpgsqlBatch BatchOf(
        NpgsqlConnection connection, IReadOnlyList<AppendJob> jobs, ChangeColumns columns, bool staged)
    {
        var batch = new NpgsqlBatch(connection);
        var moves = jobs.Select(job => job.Append.Cursor).ToArray();
        var moving = moves.Any(move => move is not null);
        object flows = moves.Select(move => StoredText.KeepOrNull(move?.Flow)).ToArray();
        if (moving)
        {
            batch.Then(AppendSql.MakeCursors, flows).Then(AppendSql.LockCursors, flows);
        }

        var keys = jobs.Select(job => job.Delivery).OfType<Guid>().Select(LockOf).ToArray();
        if (keys.Length > 0)
        {
            batch.Then(AppendSql.LockDeliveries, keys);
        }

        _ = moving || keys.Length > 0
            ? batch.Then(AppendSql.Decide,
                jobs.Select(job => job.Delivery).ToArray(), jobs.Select(job => job.Unit).ToArray(), flows,
                moves.Select(move => StoredText.KeepOrNull(move?.Expected?.Value)).ToArray(),
                moves.Select(move => move?.Expected?.Since?.UtcTicks).ToArray(), jobs.Select(job => job.Seen).ToArray())
            : batch.Then(AppendSql.DecideNothing, $"{{{string.Join(',', jobs.Select(_ => 0))}}}");
        if (moving)
        {
            batch.Then(AppendSql.MoveCursors, flows,
                moves.Select(move => StoredText.KeepOrNull(move?.Next.Value)).ToArray(),
                moves.Select(move => move?.Next.Since?.UtcTicks).ToArray());
        }

        var kinds = KindsOf(jobs).Where(kind => !_kinds.ContainsKey(kind)).ToArray();
        if (kinds.Length > 0)
        {
            batch.Then(AppendSql.StoreKinds, kinds.Select(kind => StoredText.Keep(kind.Flow)).ToArray(),
                kinds.Select(kind => StoredText.Keep(kind.Entity)).ToArray());
        }

        return staged
            ? batch.Then(AppendSql.LockStaged).Then(StoreStaged)
            : batch.Then(AppendSql.LockKeys, (object)columns.Keys)
                .Then(columns.Repeats ? StoreRepeated : StoreOnceEach, columns.Arrays);
    }

    private static ChangeColumns ColumnsOf(IReadOnlyList<AppendJob> jobs)
    {
        var columns = new ChangeColumns(jobs.Sum(job => job.Append.Changes.Count));
        for (var number = 0; number < jobs.Count; number++)
        {
            var (changes, records) = (jobs[number].Append.Changes, jobs[number].Records);
            for (var at = 0; at < changes.Count; at++)
            {
                columns.Add(number + 1, changes[at], records[at]);
            }
        }

        return columns;
    }

    private static IEnumerable<(string Flow, string Entity)> KindsOf(IReadOnlyList<AppendJob> jobs) => jobs
        .SelectMany(job => job.Append.Changes).Select(change => (change.Record.Flow, change.Record.Entity)).Distinct();

    private static AppendAnswer AnswerOf(int verdict, long stored) => verdict switch
    {
        DuplicateDelivery => new AppendAnswer(AppendVerdict.Duplicate, 0),
        MovedCursor => new AppendAnswer(AppendVerdict.CursorMoved, 0),
        _ => new AppendAnswer(AppendVerdict.Stored, (int)stored),
    };

    private static long LockOf(Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }
}
