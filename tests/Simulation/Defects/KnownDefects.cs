namespace IntegrationHost.Simulation.Defects;

/// <summary>All defects that can be planted, by name.</summary>
internal static class KnownDefects
{
    public static readonly IReadOnlyDictionary<string, (string What, Func<TimeProvider, Defect> Make)> All =
        new SortedDictionary<string, (string, Func<TimeProvider, Defect>)>(StringComparer.Ordinal)
        {
            ["acknowledge-before-append"] = ("answers a webhook with success before it is on disk",
                time => new AcknowledgeBeforeAppend { Time = time }),
            ["blind-retry"] = ("sends a write of unknown fate again without asking whether it landed",
                time => new RetriesBlindly { Time = time }),
            ["budget-ignored"] = ("sends more at once than the account grants",
                time => new IgnoresBudget { Time = time }),
            ["budget-leak"] = ("keeps the place of a request that was refused as too much",
                time => new LeaksBudget { Time = time }),
            ["cent-lost"] = ("writes an amount a cent too low",
                time => new LosesACent { Time = time }),
            ["cursor-before-append"] = ("moves the cursor past a page before the page is on disk",
                time => new CursorBeforeAppend { Time = time }),
            ["drop-on-nth-failure"] = ("gives a record up that failed a few times",
                time => new DropOnNthFailure { Time = time }),
            ["echo-sent-back"] = ("takes its own write on the other side for somebody's change, and sends it back",
                time => new SendsEchoesBack { Time = time }),
            ["forged-accepted"] = ("takes a webhook whatever its signature",
                time => new AcceptsForgeries { Time = time }),
            ["hold-never-released"] = ("leaves a record held when what it waits for arrives",
                time => new NeverReleasesHolds { Time = time }),
            ["key-order-broken"] = ("begins the next write of a record before the one before has ended",
                time => new BreaksKeyOrder { Time = time }),
            ["no-intent"] = ("sends what must not be sent twice without storing it before",
                time => new KeepsNoIntent { Time = time }),
            ["page-cut-short"] = ("takes a page with a missing record for a whole one",
                time => new CutsPages { Time = time }),
            ["owner-swapped"] = ("merges a field by the wrong owner",
                time => new SwapsOwners { Time = time }),
            ["stale-read"] = ("maps a record as it was when it was first read",
                time => new ReadsStale { Time = time }),
            ["unknown-taken-for-done"] = ("settles a change whose write ended in an exception",
                time => new TakesUnknownForDone { Time = time }),
        };

    /// <summary>Makes the defect anew for each life; none where no name is given.</summary>
    public static Func<TimeProvider, Defect> Plant(string? name) =>
        name is null ? time => new Defect { Time = time } : All[name].Make;
}
