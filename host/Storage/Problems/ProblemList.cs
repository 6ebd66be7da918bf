using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Problems;

/// <summary>Groups what waits by cause. Pure, so that every store tells the same.</summary>
internal static class ProblemList
{
    private const int SampleMost = 3;

    /// <summary>Those that need a person first, then most records first.</summary>
    public static IReadOnlyList<Problem> Of(IEnumerable<WaitingNote> notes) =>
    [
        .. notes.GroupBy(each => each.Note.Cause)
            .Select(Group)
            .OrderByDescending(problem => problem.NeedsPerson)
            .ThenByDescending(problem => problem.Count)
            .ThenBy(problem => problem.Cause, StringComparer.Ordinal),
    ];

    private static Problem Group(IGrouping<string, WaitingNote> cause)
    {
        // Two lines of one order may have the same fault: the order and its money count once.
        var records = cause.DistinctBy(each => each.Record).OrderBy(each => each.Since).ToArray();
        var note = records[0].Note;
        var atStake = records.Select(each => each.AtStake).OfType<Money>()
            .GroupBy(money => money.Currency)
            .Select(group => new Money(group.Sum(money => money.Amount), group.Key));
        return new Problem(cause.Key, note.Code, note.Text, note.Remedy, note.NeedsPerson, records.Length,
            [.. records.Select(each => each.Record.Flow).Distinct()],
            [.. records.Select(each => each.Name).Take(SampleMost)],
            records[0].Since, records[^1].Since, [.. atStake]);
    }
}
