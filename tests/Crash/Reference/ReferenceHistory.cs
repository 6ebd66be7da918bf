using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Crash.Reference;

/// <summary>The history as its port describes it, in memory.</summary>
internal sealed class ReferenceHistory(ReferenceState state) : IHistory
{
    private const int EntriesMost = 1000;

    public Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<RecordState>>(
            [.. state.Waiting.Keys.Union(state.Settled.Keys).Where(record => record.Id == nameOrId).Select(StateOf)]);

    public Task<IReadOnlyList<HistoryEntry>> OfAsync(RecordKey record, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<HistoryEntry>>(
            [.. state.History.GetValueOrDefault(record, []).OrderBy(entry => entry.At).TakeLast(EntriesMost)]);

    public Task<ReadOnlyMemory<byte>?> InputAsync(RecordKey record, CancellationToken cancel) =>
        Task.FromResult(
            state.Inputs.TryGetValue(record, out var input) ? input : default(ReadOnlyMemory<byte>?));

    public Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel) =>
        Task.FromResult(ReferenceProblems.Of(state));

    public Task<IReadOnlyList<ParkedRecord>> ParkedAsync(ParkedQuery query, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ParkedRecord>>(
            [.. state.Waiting.Values.Where(row => row.Parked is not null).Select(row => new ParkedRecord(
                row.Record, NameOf(row), row.Parked!.Value, row.Problems, row.WaitsFor, row.Since, row.AtStake)
            {
                Through = row.Changes[^1].Sequence,
            })]);

    public Task<IReadOnlyList<Awaited>> AwaitedAsync(DependencyKind kind, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Awaited>>(
            [.. state.Waiting.Values
                .SelectMany(row => row.WaitsFor.Select(on => new Awaited(row.Record.Flow, on)))
                .Where(awaited => awaited.On.Kind == kind).Distinct()]);

    public Task<IReadOnlyList<FlowCounts>> CountsAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<FlowCounts>>(
            [.. state.Waiting.Keys.Union(state.Settled.Keys).GroupBy(record => record.Flow).Select(CountsOf)]);

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> OldestAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, DateTimeOffset>>(state.Waiting.Values
            .Where(row => row.Parked is null)
            .GroupBy(row => row.Record.Flow)
            .ToDictionary(flow => flow.Key, flow => flow.Min(row => row.Changes[0].SeenAt)));

    /// <summary>What people call a record: its newest name, or what the ledger calls it.</summary>
    internal static string NameOf(ReferenceState state, WaitingRecord row) =>
        row.Changes.FindLast(stored => stored.Change.Name is not null)?.Change.Name
        ?? state.Settled.GetValueOrDefault(row.Record)?.Entry.Name
        ?? row.Record.Id;

    private string NameOf(WaitingRecord row) => NameOf(state, row);

    private RecordState StateOf(RecordKey record)
    {
        var settled = state.Settled.GetValueOrDefault(record);
        return state.Waiting.GetValueOrDefault(record) is { } row
            ? new RecordState(record, NameOf(row), WordOf(record), settled?.Entry, row.Problems)
            : new RecordState(record, settled!.Entry.Name, WordOf(record), settled.Entry, settled.Problems);
    }

    private string WordOf(RecordKey record)
    {
        var word = state.Waiting.TryGetValue(record, out var row)
            ? row.Parked?.ToString() ?? "pending"
            : state.Settled[record].Entry.State.ToString();
        return word.ToLowerInvariant();
    }

    private FlowCounts CountsOf(IGrouping<string, RecordKey> flow)
    {
        var words = flow.CountBy(WordOf).ToDictionary();
        int Of(string word) => words.GetValueOrDefault(word);
        return new FlowCounts(
            flow.Key, flow.Count(), Of("written"), Of("held"), Of("refused"), Of("skipped"), Of("pending"));
    }
}
