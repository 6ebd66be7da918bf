using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Settlements of a group, column by column.</summary>
internal static class SettleColumns
{
    /// <summary>In the order in which the statement takes them, from lane to the link's far end.</summary>
    public static object?[] Of(IReadOnlyList<SettleJob> jobs) =>
    [
        Column(jobs, job => job.Lease.Lane),
        Column(jobs, job => job.Lease.Epoch),
        Column(jobs, job => job.Key),
        Column(jobs, job => job.Settlement.Through),
        Column(jobs, job => job.Claimed?.Claim),
        Column(jobs, job => (short?)job.Claimed?.Ended),
        Texts(jobs, job => job.Settlement.Record.Flow),
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
        Texts(jobs, job => job.Settlement.Entry.Agreed is { Length: > 0 } agreed ? agreed : null),
        jobs.Any(job => job.Input.Length > 0) ? Column(jobs, job => job.Input) : [],
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
