using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Settlements of a group, column by column.</summary>
internal static class SettleColumns
{
    /// <summary>Where the statement reads them from.</summary>
    public const string FromArrays = """
        unnest($5::int[], $6::bigint[], $7::uuid[], $8::bigint[], $9::smallint[], $10::text[], $11::text[], $12::text[],
            $13::text[], $14::text[], $15::text[], $16::text[], $17::bigint[], $18::text[], $19::bool[], $20::text[],
            $21::text[], $22::bytea[], $23::uuid[], $24::uuid[], $25::text[], $26::text[], $27::text[], $28::text[],
            $29::text[], $30::text[], $31::text[], $33::text[]) with ordinality as i(lane, epoch, rk, through, state,
            name, version, print, target, target_id, target_version, script, at, problems, keeps, what, text, input,
            key_a, key_b, link, a_connection, a_entity, a_id, b_connection, b_entity, b_id,
            agreed, ord)
        """;

    public static object[] Of(IReadOnlyList<SettleJob> jobs) =>
    [
        Column(jobs, job => job.Lease.Lane),
        Column(jobs, job => job.Lease.Epoch),
        Column(jobs, job => job.Key),
        Column(jobs, job => job.Settlement.Through),
        Column(jobs, job => (short)job.Settlement.Entry.State),
        Texts(jobs, job => job.Settlement.Entry.Name),
        Texts(jobs, job => job.Settlement.Entry.SourceVersion),
        Texts(jobs, job => job.Settlement.Entry.Fingerprint),
        Texts(jobs, job => job.Settlement.Entry.TargetEntity),
        Texts(jobs, job => job.Settlement.Entry.TargetId),
        Texts(jobs, job => job.Settlement.Entry.TargetVersion),
        Texts(jobs, job => job.Settlement.Entry.ScriptVersion),
        Column(jobs, job => job.Settlement.Entry.At.UtcTicks),
        Texts(jobs, job => ParkedJson.OfProblems(job.Settlement.Problems)),
        Column(jobs, job => job.Settlement.KeepsProblems),
        Texts(jobs, job => job.Settlement.What),
        Texts(jobs, job => job.Settlement.Text),
        Column(jobs, job => job.Input),
        Column(jobs, job => job.Pair?.A),
        Column(jobs, job => job.Pair?.B),
        Texts(jobs, job => job.Settlement.Link?.Name),
        Texts(jobs, job => job.Settlement.Link?.A.Connection),
        Texts(jobs, job => job.Settlement.Link?.A.Entity),
        Texts(jobs, job => job.Settlement.Link?.A.Id),
        Texts(jobs, job => job.Settlement.Link?.B.Connection),
        Texts(jobs, job => job.Settlement.Link?.B.Entity),
        Texts(jobs, job => job.Settlement.Link?.B.Id),
    ];

    /// <summary>What both sides agreed upon; comes behind the lanes.</summary>
    public static string?[] Agreed(IReadOnlyList<SettleJob> jobs) =>
        Texts(jobs, job => job.Settlement.Entry.Agreed is { Length: > 0 } agreed ? agreed : null);

    /// <summary>What the links bring, and to whose settlement it belongs.</summary>
    public static (Guid[] Dependencies, Guid[] Records) Brought(IReadOnlyList<SettleJob> jobs)
    {
        var brought = jobs.Where(job => job.Settlement.Link is not null)
            .SelectMany(job => LinkDependency.BroughtBy(job.Settlement.Link!)
                .Select(on => (On: RowKey.Of(on), job.Key)))
            .ToArray();
        return ([.. brought.Select(each => each.On)], [.. brought.Select(each => each.Key)]);
    }

    private static T[] Column<T>(IReadOnlyList<SettleJob> jobs, Func<SettleJob, T> value)
    {
        var column = new T[jobs.Count];
        for (var at = 0; at < column.Length; at++)
        {
            column[at] = value(jobs[at]);
        }

        return column;
    }

    private static string?[] Texts(IReadOnlyList<SettleJob> jobs, Func<SettleJob, string?> value) =>
        Column(jobs, job => StoredText.KeepOrNull(value(job)));
}
