using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>How the unsettled records of one flow stand, and as what the ledger counts them besides.</summary>
internal sealed class PendingTally
{
    private readonly Dictionary<EntryState, int> _known = [];

    public int All { get; private set; }

    public int Held { get; private set; }

    public int Refused { get; private set; }

    public int KnownAs(EntryState state) => _known.GetValueOrDefault(state);

    /// <summary>One more, of which nothing is known but that it waits.</summary>
    public void AddFresh() => All++;

    public void Add(RecordRow row, int more)
    {
        All += more;
        Held += row.State == RowState.Held ? more : 0;
        Refused += row.State == RowState.Refused ? more : 0;
        if (row.KnownState is { } known)
        {
            _known[known] = _known.GetValueOrDefault(known) + more;
        }
    }
}
