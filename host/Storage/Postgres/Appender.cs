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
    private const string VerdictsColumn = "verdicts";
    private const string StoredColumn = "stored";

    private static readonly string Store = AppendSql.Store(decided: false);
    private static readonly string StoreDecided = AppendSql.Store(decided: true);
    private static readonly string Staged = AppendSql.StoreStaged(decided: false);
    private static readonly string StagedDecided = AppendSql.StoreStaged(decided: true);

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
        var columns = ChangeColumns.Of(jobs);
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
        var staged = columns.Count > ChangesMost;
        await using var unit = staged ? await connection.BeginTransactionAsync(cancel) : null;
        if (staged)
        {
            await columns.CopyAsync(connection, cancel);
        }

        var parts = staged ? columns.Parts(ChangesMost).ToArray() : [(0, columns.Count)];
        await using var batch = BatchOf(connection, jobs, columns, staged ? parts : []);
        if (staged)
        {
            batch.Timeout = 0; // A backfill takes as long as it takes.
        }

        var (verdicts, stored) = await AnswersAsync(batch, jobs.Count, columns, parts);
        if (unit is not null)
        {
            await unit.CommitAsync(cancel);
        }

        return [.. verdicts.Zip(stored, AnswerOf)];
    }

    private static async Task<(int[] Verdicts, long[] Stored)> AnswersAsync(
        NpgsqlBatch batch, int jobs, ChangeColumns columns, (int Before, int Last)[] parts)
    {
        var (verdicts, stored, part) = (new int[jobs], new long[jobs], 0);
        await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None);
        do
        {
            var column = rows.FieldCount > 0 ? rows.GetName(0) : "";
            if (column is not (VerdictsColumn or StoredColumn) || !await rows.ReadAsync(CancellationToken.None))
            {
                continue; // What only locks.
            }

            if (column == VerdictsColumn)
            {
                verdicts = [.. rows.GetString(0).Trim('{', '}').Split(',').Select(
                    verdict => int.Parse(verdict, CultureInfo.InvariantCulture))];
            }
            else if (rows.IsDBNull(0))
            {
                columns.CountInto(stored, parts[part++]);
            }
            else
            {
                var counts = rows.GetFieldValue<long[]>(0);
                stored = [.. stored.Zip(counts, (sum, count) => sum + count)];
                part++;
            }
        }
        while (await rows.NextResultAsync(CancellationToken.None));
        return (verdicts, stored);
    }

    private NpgsqlBatch BatchOf(
        NpgsqlConnection connection, IReadOnlyList<AppendJob> jobs, ChangeColumns columns,
        (int Before, int Last)[] staged)
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

        var decided = moving || keys.Length > 0;
        if (decided)
        {
            batch.Then(AppendSql.Decide,
                jobs.Select(job => job.Delivery).ToArray(), jobs.Select(job => job.Unit).ToArray(), flows,
                moves.Select(move => StoredText.KeepOrNull(move?.Expected?.Value)).ToArray(),
                moves.Select(move => move?.Expected?.Since?.UtcTicks).ToArray(),
                jobs.Select(job => job.Seen).ToArray());
        }

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

        if (staged.Length == 0)
        {
            return batch.Then(decided ? StoreDecided : Store, [jobs.Count, .. columns.Arrays, columns.Repeats]);
        }

        batch.Then(AppendSql.LockStaged).Then(AppendSql.TakeNumbers, columns.Count);
        foreach (var (before, last) in staged)
        {
            batch.Then(decided ? StagedDecided : Staged, jobs.Count, before, last, columns.Repeats);
        }

        return batch;
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
