using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>What happened, what waits and how much of it.</summary>
internal sealed class EmbeddedHistory(Decider decider, StoreState state, PayloadReader payloads) : IHistory
{
    private const int FoundMost = 100;
    private const int EntriesMost = 1000;

    public async Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel)
    {
        var named = await decider.ScanAsync(Table.Names, NameRow.PrefixOf(nameOrId), cancel);
        var records = named.Select(image => NameRow.RecordOf(image)).ToArray();
        return await decider.AskAsync<IReadOnlyList<RecordState>>(
            _ => Candidates(nameOrId, records).Select(record => Decision.LedgerOf(RowKey.Of(record))),
            decision => [.. Candidates(nameOrId, records)
                .Select(record => StateOf(decision, record))
                .OfType<RecordState>()
                .Where(found => found.Record.Id == nameOrId || found.Name == nameOrId
                    || found.Entry?.Name == nameOrId)
                .Take(FoundMost)],
            cancel);
    }

    public async Task<IReadOnlyList<HistoryEntry>> OfAsync(RecordKey record, CancellationToken cancel)
    {
        var (told, from) = await AskAsync(record, (row, entry) => row is null
            ? (entry?.Told ?? Frames.Tell.Nothing, state.PrunedBefore)
            : (row.Told, DateTimeOffset.MinValue), cancel);
        return [.. payloads.Told(RowKey.Of(record), told)
            .TakeWhile(tell => tell.At >= from)
            .Take(EntriesMost)
            .Reverse()
            .Select(tell => new HistoryEntry(tell.At, tell.What, tell.Text))];
    }

    public async Task<ReadOnlyMemory<byte>?> InputAsync(RecordKey record, CancellationToken cancel)
    {
        var input = await AskAsync(record, (row, entry) => row is not null ? row.Input
            : entry?.Entry.At >= state.PrunedBefore ? entry.Input : null, cancel);
        return input is { } known && payloads.TryRead(known) is { } bytes
            ? bytes
            : default(ReadOnlyMemory<byte>?); // A plain null would become an empty input.
    }

    public Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel) =>
        decider.AskAsync(_ => ProblemGroups.Of(state), cancel);

    public Task<IReadOnlyList<ParkedRecord>> ParkedAsync(ParkedQuery query, CancellationToken cancel) =>
        decider.AskAsync<IReadOnlyList<ParkedRecord>>(_ => [.. state.Pending.Parked
            .Where(row => query.Cause is null || row.Problems.Any(problem => problem.Cause == query.Cause))
            .Where(row => query.Kind is null || row.WaitsFor.Any(dependency => dependency.Kind == query.Kind))
            .OrderBy(row => row.Changes[0].Sequence)
            .Take(query.Most)
            .Select(row => new ParkedRecord(row.Record, row.Name, ParkStateOf(row), row.Problems, row.WaitsFor,
                row.Since, row.AtStake) { Through = row.Changes[^1].Sequence })], cancel);

    public Task<IReadOnlyList<Awaited>> AwaitedAsync(DependencyKind kind, CancellationToken cancel) =>
        decider.AskAsync<IReadOnlyList<Awaited>>(_ => [.. state.Pending.Awaited(kind)], cancel);

    public Task<IReadOnlyList<FlowCounts>> CountsAsync(CancellationToken cancel) =>
        decider.AskAsync<IReadOnlyList<FlowCounts>>(
            _ => [.. state.Flows.Order(StringComparer.Ordinal).Select(CountsOf)], cancel);

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> OldestAsync(CancellationToken cancel) =>
        decider.AskAsync(_ => state.Pending.Oldest(), cancel);

    private Task<T> AskAsync<T>(RecordKey record, Func<RecordRow?, LedgerRow?, T> ask, CancellationToken cancel)
    {
        var key = RowKey.Of(record);
        return decider.AskAsync(
            _ => state.Pending.Find(record) is null ? [Decision.LedgerOf(key)] : [],
            decision => state.Pending.Find(record) is { } row ? ask(row, null) : ask(null, decision.Ledger(key)),
            cancel);
    }

    private IEnumerable<RecordKey> Candidates(string nameOrId, IEnumerable<RecordKey> named) => named
        .Concat(state.Tallies.Keys.Select(key => new RecordKey(key.Flow, key.Entity, nameOrId)))
        .Concat(state.Pending.Called(nameOrId))
        .Distinct();

    private FlowCounts CountsOf(string flow)
    {
        var tally = state.Pending.TallyOf(flow);
        int Settled(EntryState entry) => state.SettledOf(flow, entry) - tally.KnownAs(entry);
        var written = Settled(EntryState.Written);
        var skipped = Settled(EntryState.Skipped);
        return new FlowCounts(
            flow, written + skipped + Settled(EntryState.Deleted) + tally.All, written, tally.Held, tally.Refused,
            skipped, tally.All - tally.Held - tally.Refused);
    }

    private RecordState? StateOf(Decision decision, RecordKey record)
    {
        var row = state.Pending.Find(record);
        var known = decision.Ledger(RowKey.Of(record));
        if (row is null && known is null)
        {
            return null;
        }

        var what = row is null ? known!.Entry.State.ToString()
            : row.State == RowState.Claimed ? "Pending" : row.State.ToString();
        return new RecordState(record, row?.Name ?? known!.Entry.Name, what.ToLowerInvariant(), known?.Entry,
            row?.Problems ?? known!.Problems);
    }

    private static ParkState ParkStateOf(RecordRow row) =>
        row.State == RowState.Held ? ParkState.Held : ParkState.Refused;
}
