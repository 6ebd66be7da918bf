using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>What happened, what waits and how much of it.</summary>
internal sealed class EmbeddedHistory(OwnerThread owner, StoreState state) : IHistory
{
    private const int FoundMost = 100;

    public Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel) =>
        owner.ReadAsync<IReadOnlyList<RecordState>>(database =>
        {
            var settled = database.Ledger()
                .Find(BsonExpression.Create("$.find[*] ANY = @0", RowKey.Bounded(nameOrId)))
                .Take(FoundMost)
                .Select(Rows.RecordOf)
                .ToArray();
            var pending = state.Pending.Rows
                .Where(row => row.Record.Id == nameOrId || row.Name == nameOrId)
                .Take(FoundMost)
                .Select(row => row.Record);
            return [.. settled.Concat(pending).Distinct().Select(record => StateOf(database, record))];
        }, cancel);

    public Task<IReadOnlyList<HistoryEntry>> OfAsync(RecordKey record, CancellationToken cancel) =>
        owner.ReadAsync<IReadOnlyList<HistoryEntry>>(database => [.. database.HistoryOf(record)
            .Select(row => new HistoryEntry(Rows.Instant(row["at"]), row["what"], row["text"]))], cancel);

    public Task<ReadOnlyMemory<byte>?> InputAsync(RecordKey record, CancellationToken cancel) =>
        owner.ReadAsync<ReadOnlyMemory<byte>?>(
            database => database.Inputs().FindById(RowKey.Of(record)) is { } row
                ? StoredInput.JsonOf(row)
                : default(ReadOnlyMemory<byte>?), // A plain null would become an empty input.
            cancel);

    public Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel) =>
        owner.ReadAsync(_ => ProblemGroups.Of(state), cancel);

    public Task<IReadOnlyList<ParkedRecord>> ParkedAsync(ParkedQuery query, CancellationToken cancel) =>
        owner.ReadAsync<IReadOnlyList<ParkedRecord>>(_ => [.. state.Pending.Parked
            .Where(row => query.Cause is null || row.Problems.Any(problem => problem.Cause == query.Cause))
            .Where(row => query.Kind is null || row.WaitsFor.Any(dependency => dependency.Kind == query.Kind))
            .OrderBy(row => row.Changes[0].Sequence)
            .Take(query.Most)
            .Select(
                row => new ParkedRecord(row.Record, row.Name, ParkStateOf(row), row.Problems, row.WaitsFor, row.Since,
                row.AtStake))], cancel);

    public Task<IReadOnlyList<Awaited>> AwaitedAsync(DependencyKind kind, CancellationToken cancel) =>
        owner.ReadAsync<IReadOnlyList<Awaited>>(_ => [.. state.Pending.Awaited(kind)], cancel);

    public Task<IReadOnlyList<FlowCounts>> CountsAsync(CancellationToken cancel) =>
        owner.ReadAsync<IReadOnlyList<FlowCounts>>(
            database =>
                [.. state.Flows.Order(StringComparer.Ordinal).Select(flow => CountsOf(database, flow))], cancel);

    private FlowCounts CountsOf(LiteDatabase database, string flow)
    {
        var rows = state.Pending.Rows.Where(row => row.Record.Flow == flow).ToArray();
        var moving = rows.Where(row => row.KnownName is not null)
            .Select(row => database.Ledger().FindById(RowKey.Of(row.Record)))
            .CountBy(entry => Rows.EntryOf(entry).State)
            .ToDictionary();
        int Settled(EntryState entry) => state.SettledOf(flow, entry) - moving.GetValueOrDefault(entry);
        var written = Settled(EntryState.Written);
        var skipped = Settled(EntryState.Skipped);
        var held = rows.Count(row => row.State == RowState.Held);
        var refused = rows.Count(row => row.State == RowState.Refused);
        return new FlowCounts(
            flow, written + skipped + Settled(EntryState.Deleted) + rows.Length, written, held, refused,
            skipped, rows.Length - held - refused);
    }

    private RecordState StateOf(LiteDatabase database, RecordKey record)
    {
        var row = state.Pending.Find(record);
        var known = database.Ledger().FindById(RowKey.Of(record));
        var entry = known is null ? null : Rows.EntryOf(known);
        var what = row is null ? entry!.State.ToString() : row.State == RowState.Claimed
            ? "Pending" : row.State.ToString();
        var problems = row?.Problems ?? Rows.ProblemsOf(known!);
        return new RecordState(record, row?.Name ?? entry!.Name, what.ToLowerInvariant(), entry, problems);
    }

    private static ParkState ParkStateOf(RecordRow row) =>
        row.State == RowState.Held ? ParkState.Held : ParkState.Refused;
}
