using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Crash.Reference;

/// <summary>What a person is shown, by cause: what is parked, what outlived a write, and what was tried too
/// often.</summary>
internal static class ReferenceProblems
{
    private const int TriesShown = 3;
    private const int TriesUntilAPersonLooks = 10;
    private const int SampleMost = 3;

    public static IReadOnlyList<Problem> Of(ReferenceState state)
    {
        var waiting = state.Waiting.Values.SelectMany(row => NotesOf(row).Select(note => new Case(
            note, row.Record, ReferenceHistory.NameOf(state, row), row.Since,
            row.Parked is null ? null : row.AtStake)));
        var settled = state.Settled.SelectMany(pair => pair.Value.Problems.Select(note => new Case(
            note, pair.Key, pair.Value.Entry.Name, pair.Value.Entry.At, null)));
        return [.. waiting.Concat(settled).GroupBy(one => one.Note.Cause).Select(Group)];
    }

    private static IReadOnlyList<ProblemNote> NotesOf(WaitingRecord row)
    {
        if (row.Parked is not null)
        {
            return row.Problems;
        }

        return row.Attempts < TriesShown
            ? []
            : [new($"{row.Record.Flow}/tried-again", "tried-again", "", "", row.Attempts >= TriesUntilAPersonLooks)];
    }

    private static Problem Group(IGrouping<string, Case> cause)
    {
        var cases = cause.DistinctBy(one => one.Record).OrderBy(one => one.Since).ToArray();
        var note = cases[0].Note;
        var stakes = cases.Select(one => one.AtStake).OfType<Money>().GroupBy(money => money.Currency)
            .Select(group => new Money(group.Sum(money => money.Amount), group.Key));
        return new Problem(cause.Key, note.Code, note.Text, note.Remedy, note.NeedsPerson, cases.Length,
            [.. cases.Select(one => one.Record.Flow).Distinct()],
            [.. cases.Select(one => one.Name).Take(SampleMost)],
            cases[0].Since, cases[^1].Since, [.. stakes]);
    }

    private sealed record Case(
        ProblemNote Note, RecordKey Record, string Name, DateTimeOffset Since, Money? AtStake);
}
