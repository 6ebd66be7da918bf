using IntegrationHost.Engine.Inbox;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Makes parked records pending again, and takes problems that outlived a write off the list.</summary>
internal sealed class Releases(PostgresDoor door, Action<int> arrived)
{
    // Decided again after a lost answer: what was released waits no more and is not counted twice.
    public async Task<int> RequeueAsync(Requeue requeue, CancellationToken cancel)
    {
        if (requeue.Most <= 0 || requeue.WaitsFor is { Count: 0 })
        {
            return 0;
        }

        var (lanes, listed) = await door.RunAsync(connection => RequeueAsync(connection, requeue), cancel);
        foreach (var lane in lanes.Distinct())
        {
            arrived(lane);
        }

        return lanes.Length + listed;
    }

    private static async Task<(int[] Lanes, int Listed)> RequeueAsync(NpgsqlConnection connection, Requeue requeue)
    {
        var cancel = CancellationToken.None;
        await using var unit = await connection.BeginTransactionAsync(cancel);
        var (condition, values) = ConditionOf(requeue);
        var rows = await connection.Ask(InboxSql.LockParked(condition), values)
            .ListAsync(row => (Key: row.GetGuid(0), Lane: row.GetInt32(1)), cancel);
        if (rows.Count > 0)
        {
            await using var release = connection.Ask(InboxSql.Release, rows.Select(row => row.Key).ToArray(),
                requeue.At.UtcTicks, StoredText.Keep($"released by {requeue.By}"));
            await release.ExecuteNonQueryAsync(cancel);
        }

        var listed = requeue is { Cause: { } cause, WaitsFor: null } && requeue.Most > rows.Count
            ? await TakeOffTheListAsync(connection, requeue, cause, requeue.Most - rows.Count)
            : 0;
        await unit.CommitAsync(cancel);
        return ([.. rows.Select(row => row.Lane)], listed);
    }

    private static (string Condition, object[] Values) ConditionOf(Requeue requeue)
    {
        // Each form goes by the index that serves it.
        var marked = requeue.Cause is not null || requeue.WaitsFor is not null;
        var (condition, values) = (
            marked ? "state >= 2" : "state in (2, 3)", new List<object> { requeue.Most });
        void Add(string text, object value)
        {
            values.Add(value);
            condition += $" and {text.Replace("?", $"${values.Count}", StringComparison.Ordinal)}";
        }

        if (requeue.Cause is { } cause)
        {
            Add("marks @> ?", new[] { RowKey.OfCause(cause) });
        }

        if (requeue.WaitsFor is { } dependencies)
        {
            Add("marks && ?", dependencies.Select(RowKey.Of).ToArray());
        }

        if (requeue.Record is { } record)
        {
            Add("rk = ?", RowKey.Of(record));
        }

        return (condition, [.. values]);
    }

    private static async Task<int> TakeOffTheListAsync(
        NpgsqlConnection connection, Requeue requeue, string cause, int most)
    {
        var cancel = CancellationToken.None;
        Guid? only = requeue.Record is { } record ? RowKey.Of(record) : null;
        var keys = (await connection.Ask("select rk, problems from ledger where problems is not null order by at")
            .ListAsync(row => (Key: row.GetGuid(0), Problems: row.GetString(1)), cancel))
            .Where(row => (only is null || row.Key == only) && Has(row.Problems, cause))
            .Take(most).Select(row => row.Key).ToArray();
        var rows = (await connection.Ask("select rk, problems from ledger where rk = any($1::uuid[]) "
                + "and problems is not null order by rk for update", keys)
            .ListAsync(row => (Key: row.GetGuid(0), Problems: row.GetString(1)), cancel))
            .Where(row => Has(row.Problems, cause)).ToArray();
        if (rows.Length == 0)
        {
            return 0;
        }

        await using var update = connection.Ask(
            """
            with put as (
                update ledger set problems = n.problems from unnest($1::uuid[], $2::text[]) n(rk, problems)
                where ledger.rk = n.rk returning ledger.rk)
            insert into history(rk, at, seq, what, text) select rk, $3, nextval('numbers'), 'released', $4 from put
            """,
            rows.Select(row => row.Key).ToArray(), rows.Select(row => Without(row.Problems, cause)).ToArray(),
            requeue.At.UtcTicks, StoredText.Keep($"taken off the list by {requeue.By}"));
        return await update.ExecuteNonQueryAsync(cancel);
    }

    private static bool Has(string problems, string cause) =>
        ParkedJson.Problems(problems).Any(problem => problem.Cause == cause);

    private static string? Without(string problems, string cause) =>
        ParkedJson.OfProblems([.. ParkedJson.Problems(problems).Where(problem => problem.Cause != cause)]);
}
