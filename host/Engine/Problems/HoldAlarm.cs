using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Problems;

/// <summary>The history as people see it: what should have come by itself and has not for too long needs a
/// person.</summary>
internal sealed class HoldAlarm(IHistory history, IReadOnlyList<FlowDefinition> flows, TimeProvider time) : IHistory
{
    private readonly Dictionary<string, TimeSpan> _after = flows.ToDictionary(
        flow => flow.Name, flow => flow.HoldAlarmAfter);

    public async Task<IReadOnlyList<Problem>> ProblemsAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return [.. (await history.ProblemsAsync(cancel)).Select(problem => Judged(problem, now))
            .OrderByDescending(problem => problem.NeedsPerson)];
    }

    public Task<IReadOnlyList<RecordState>> FindAsync(string nameOrId, CancellationToken cancel) =>
        history.FindAsync(nameOrId, cancel);

    public Task<IReadOnlyList<HistoryEntry>> OfAsync(RecordKey record, CancellationToken cancel) =>
        history.OfAsync(record, cancel);

    public Task<ReadOnlyMemory<byte>?> InputAsync(RecordKey record, CancellationToken cancel) =>
        history.InputAsync(record, cancel);

    public Task<IReadOnlyList<ParkedRecord>> ParkedAsync(ParkedQuery query, CancellationToken cancel) =>
        history.ParkedAsync(query, cancel);

    public Task<IReadOnlyList<Awaited>> AwaitedAsync(DependencyKind kind, CancellationToken cancel) =>
        history.AwaitedAsync(kind, cancel);

    public Task<IReadOnlyList<FlowCounts>> CountsAsync(CancellationToken cancel) => history.CountsAsync(cancel);

    public Task<IReadOnlyDictionary<string, DateTimeOffset>> OldestAsync(CancellationToken cancel) =>
        history.OldestAsync(cancel);

    private Problem Judged(Problem problem, DateTimeOffset now)
    {
        var most = problem.Flows.Select(flow => _after.GetValueOrDefault(flow, TimeSpan.MaxValue)).Min();
        return problem.NeedsPerson || problem.Code == ProblemNotes.NotThere || now - problem.First <= most
            ? problem : problem with
        {
            NeedsPerson = true,
            Text = $"{problem.Text}; one has waited since {problem.First:yyyy-MM-dd HH:mm}, longer than {Words(most)}",
            Remedy = $"{problem.Remedy}; if it should have come by now, see why it did not, or skip the records",
        };
    }

    private static string Words(TimeSpan time) => time.TotalHours >= 48 ? $"{time.TotalDays:0.#} days"
        : time.TotalHours >= 2 ? $"{time.TotalHours:0.#} hours" : $"{time.TotalMinutes:0.#} minutes";
}
