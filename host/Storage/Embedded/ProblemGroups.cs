using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Embedded;

/// <summary>Groups what waits by cause. Pure.</summary>
internal static class ProblemGroups
{
    private const int SampleMost = 3;
    private const int TriesTold = 3; // A hiccup is nobody's business.

    public static IReadOnlyList<Problem> Of(StoreState state)
    {
        var parked = state.Pending.Parked.SelectMany(row => row.Problems
            .Select(note => new Single(note, row.Record, row.Name, row.Since, row.AtStake)));
        var afterwards = state.Afterwards.SelectMany(pair => pair.Value.Problems
            .Select(note => new Single(note, pair.Key, pair.Value.Entry.Name, pair.Value.Entry.At, null)));
        var retried = state.Pending.Rows
            .Where(row => row.State is RowState.Pending or RowState.Claimed && row.Attempts >= TriesTold)
            .Select(row => new Single(RetryNote.Of(row), row.Record, row.Name, row.Since, null));
        return [.. parked.Concat(afterwards).Concat(retried)
            .GroupBy(single => single.Note.Cause)
            .Select(Group)
            .OrderByDescending(problem => problem.NeedsPerson)
            .ThenByDescending(problem => problem.Count)
            .ThenBy(problem => problem.Cause, StringComparer.Ordinal)];
    }

    private static Problem Group(IGrouping<string, Single> cause)
    {
        // Two lines of one order may have the same fault: the order and its money count once.
        var singles = cause.DistinctBy(single => single.Record).OrderBy(single => single.Since).ToArray();
        var note = singles[0].Note;
        var atStake = singles.Select(single => single.AtStake).OfType<Money>()
            .GroupBy(money => money.Currency)
            .Select(group => new Money(group.Sum(money => money.Amount), group.Key));
        return new Problem(cause.Key, note.Code, note.Text, note.Remedy, note.NeedsPerson, singles.Length,
            [.. singles.Select(single => single.Record.Flow).Distinct()],
            [.. singles.Select(single => single.Name).Take(SampleMost)],
            singles[0].Since, singles[^1].Since, [.. atStake]);
    }

    private sealed record Single(ProblemNote Note, RecordKey Record, string Name, DateTimeOffset Since, Money? AtStake);
}
