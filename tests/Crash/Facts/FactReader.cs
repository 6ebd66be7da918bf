using IntegrationHost.Crash.Wire;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage;

namespace IntegrationHost.Crash.Facts;

/// <summary>Reads everything the ports tell of one share of the state. The same reader asks the store and the
/// reference: what differs, differs in the state.</summary>
internal static class FactReader
{
    private const int RoundsMost = 100_000; // Distinct due times in one lane.
    private const int TakesMost = 4000;
    private static readonly TimeSpan BetweenTakes = TimeSpan.FromMilliseconds(20);

    public static async Task<Dictionary<string, string>> ReadAsync(
        IStateStore store, Scope scope, CancellationToken cancel)
    {
        var facts = new Dictionary<string, string>();
        await ReadLanesAsync(store, scope, facts, cancel);
        await ReadRecordsAsync(store, scope, facts, cancel);
        await ReadListsAsync(store.History, scope, facts, cancel);
        await ReadLedgerAsync(store.Ledger, scope, facts, cancel);
        foreach (var key in scope.Deliveries)
        {
            var again = await store.Inbox.AppendAsync(new Append([]) { DeliveryKey = key }, cancel);
            facts[$"delivery {key}"] = $"{again.Verdict}";
        }

        return facts;
    }

    /// <summary>Takes a lane; a host that was killed may hold it until its time is over.</summary>
    public static async Task<LaneLease> TakeAsync(IInbox inbox, int lane, CancellationToken cancel)
    {
        for (var take = 0; take < TakesMost; take++)
        {
            if (await inbox.TakeAsync(lane, cancel) is { } lease)
            {
                return lease;
            }

            await Task.Delay(BetweenTakes, TimeProvider.System, cancel);
        }

        throw new InvalidOperationException($"lane {lane} stayed with a host that is gone");
    }

    // From due time to due time: so each record tells exactly when it is due.
    private static async Task ReadLanesAsync(
        IStateStore store, Scope scope, Dictionary<string, string> facts, CancellationToken cancel)
    {
        var flows = scope.Flows.ToHashSet();
        foreach (var lane in scope.Lanes)
        {
            var lease = await TakeAsync(store.Inbox, lane, cancel);
            var now = DateTimeOffset.UnixEpoch;
            for (var round = 0; round < RoundsMost; round++)
            {
                var claim = await store.Inbox.ClaimAsync(lease, new ClaimRequest(now, int.MaxValue, flows), cancel);
                foreach (var record in claim.Records)
                {
                    facts[$"{record.Record}, waiting in lane {lane}"] = $"due {Told.At(now)}, {Told.Of(record)}";
                }

                if (claim.NextDue is not { } next)
                {
                    break;
                }

                now = next;
            }

            await store.Inbox.ReleaseAsync(lease, cancel);
        }
    }

    private static async Task ReadRecordsAsync(
        IStateStore store, Scope scope, Dictionary<string, string> facts, CancellationToken cancel)
    {
        // Records of several flows have the same id: one answer tells of all of them.
        var found = new Dictionary<string, IReadOnlyList<RecordState>>();
        foreach (var id in scope.Records.Select(record => record.Id).Distinct())
        {
            found.Add(id, await store.History.FindAsync(id, cancel));
        }

        foreach (var record in scope.Records)
        {
            var states = found[record.Id].Where(state => state.Record == record);
            facts[$"{record}, state"] = string.Join(" and ", states.Select(Told.Of));
            facts[$"{record}, history"] = Told.Of(await store.History.OfAsync(record, cancel));
            facts[$"{record}, input"] = Told.Bytes(await store.History.InputAsync(record, cancel));
        }
    }

    private static async Task ReadListsAsync(
        IHistory history, Scope scope, Dictionary<string, string> facts, CancellationToken cancel)
    {
        foreach (var parked in await history.ParkedAsync(new ParkedQuery(null, null, int.MaxValue), cancel))
        {
            if (scope.Flows.Contains(parked.Record.Flow))
            {
                facts[$"{parked.Record}, parked"] = Told.Of(parked);
            }
        }

        foreach (var problem in await history.ProblemsAsync(cancel))
        {
            if (problem.Flows.Any(scope.Flows.Contains))
            {
                facts[$"problem {problem.Cause}"] = Told.Of(problem);
            }
        }

        foreach (var counts in await history.CountsAsync(cancel))
        {
            if (scope.Flows.Contains(counts.Flow))
            {
                facts[$"flow {counts.Flow}, counts"] = counts.ToString();
            }
        }

        foreach (var kind in Enum.GetValues<DependencyKind>())
        {
            foreach (var awaited in await history.AwaitedAsync(kind, cancel))
            {
                if (scope.Flows.Contains(awaited.Flow))
                {
                    facts[$"flow {awaited.Flow}, awaits {awaited.On}"] = "yes";
                }
            }
        }
    }

    private static async Task ReadLedgerAsync(
        ILedger ledger, Scope scope, Dictionary<string, string> facts, CancellationToken cancel)
    {
        foreach (var flow in scope.Flows)
        {
            var cursor = await ledger.CursorAsync(flow, cancel);
            facts[$"flow {flow}, cursor"] = cursor is null ? "-" : $"{cursor.Value} since {Told.At(cursor.Since)}";
        }

        foreach (var value in await ledger.ValuesAsync(scope.Values, cancel))
        {
            facts[$"value {value.Name}"] = Told.Of(value);
        }

        foreach (var link in await ledger.LinksAsync(scope.Links, cancel))
        {
            facts[$"link {link.Name} of {link.A.Connection} {link.A.Id}"] = Told.Of(link);
        }
    }
}
