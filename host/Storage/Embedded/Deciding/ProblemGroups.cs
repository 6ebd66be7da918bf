using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Problems;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>Collects what waits from what is in memory. Pure.</summary>
internal static class ProblemGroups
{
    public static IReadOnlyList<Problem> Of(StoreState state)
    {
        var parked = state.Pending.Parked.SelectMany(row => row.Problems
            .Select(note => new WaitingNote(note, row.Record, row.Name, row.Since, row.AtStake)));
        var afterwards = state.Afterwards.SelectMany(pair => pair.Value.Problems
            .Select(note => new WaitingNote(note, pair.Key, pair.Value.Entry.Name, pair.Value.Entry.At, null)));
        var retried = state.Pending.Retried
            .Where(row => row.Attempts >= TriedAgain.TriesTold)
            .Select(row => new WaitingNote(TriedAgain.NoteOf(row.Record.Flow, row.Attempts, row.Reason), row.Record,
                row.Name, row.Since, null));
        return ProblemList.Of(parked.Concat(afterwards).Concat(retried));
    }
}
