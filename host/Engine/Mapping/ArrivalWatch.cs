using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Looks at start and from time to time for links and table entries that held records wait for. What makes
/// them releases the records at once; this finds those that came while nobody could release: an edited table file, or a
/// stop between the one and the other.</summary>
internal sealed class ArrivalWatch(EngineParts parts, Action wakeAll)
{
    private const int ParkedMost = 10_000;
    private readonly Dictionary<string, FlowDefinition> _flows = parts.Flows.ToDictionary(flow => flow.Name);

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new LaneSignal();
        while (!cancel.IsCancellationRequested)
        {
            var next = parts.Time.GetUtcNow() + parts.Options.LookAgainEvery;
            await LookAsync(DependencyKind.Table, "the table's new entry", EntriesAsync, cancel);
            await LookAsync(DependencyKind.Link, "the dependency's arrival", LinksAsync, cancel);
            await timer.WaitAsync(next, parts.Time, cancel);
        }
    }

    private async Task LookAsync(DependencyKind kind, string by,
        Func<IReadOnlyList<ParkedRecord>, CancellationToken, Task<Dependency[]>> arrivedOf, CancellationToken cancel)
    {
        var parked = await parts.History.ParkedAsync(new ParkedQuery(null, kind, ParkedMost), cancel);
        if (parked.Count > 0 && await arrivedOf(parked, cancel) is { Length: > 0 } arrived)
        {
            await parts.Inbox.RequeueAsync(
                new Requeue { WaitsFor = arrived, By = by, At = parts.Time.GetUtcNow() }, cancel);
            wakeAll();
        }
    }

    private Task<Dependency[]> EntriesAsync(IReadOnlyList<ParkedRecord> parked, CancellationToken cancel) =>
        Task.FromResult(Missing(parked, DependencyKind.Table)
            .Where(missing => _flows.TryGetValue(missing.Flow, out var flow)
                && parts.Values.TableValue(flow, missing.On.Scope, missing.On.Value) is not null)
            .Select(missing => missing.On)
            .Distinct()
            .ToArray());

    private async Task<Dependency[]> LinksAsync(IReadOnlyList<ParkedRecord> parked, CancellationToken cancel)
    {
        var missing = Missing(parked, DependencyKind.Link).Select(each => each.On).ToHashSet();
        var links = await parts.Ledger.LinksAsync([.. missing.Select(LinkDependency.SideOf)], cancel);
        return [.. links.SelectMany(LinkDependency.BroughtBy).Where(missing.Contains)];
    }

    private static IEnumerable<(string Flow, Dependency On)> Missing(
        IReadOnlyList<ParkedRecord> parked, DependencyKind kind) => parked
        .SelectMany(record => record.WaitsFor.Select(on => (record.Record.Flow, on)))
        .Where(missing => missing.on.Kind == kind)
        .Distinct();
}
