using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Looks at start and from time to time for links and table entries that held records wait for. What makes
/// them releases the records at once; this finds those that came while nobody could release: an edited table file, or a
/// stop between the one and the other.</summary>
internal sealed class ArrivalWatch(EngineParts parts, Action wakeAll)
{
    private readonly Dictionary<string, FlowDefinition> _flows = parts.Flows.ToDictionary(flow => flow.Name);

    public async Task RunAsync(CancellationToken cancel)
    {
        using var timer = new LaneSignal();
        while (!cancel.IsCancellationRequested)
        {
            var next = parts.Time.GetUtcNow() + parts.Options.LookAgainEvery;
            var tables = await parts.History.AwaitedAsync(DependencyKind.Table, cancel);
            await ReleaseAsync(EntriesOf(tables), "the table's new entry", cancel);
            var links = await parts.History.AwaitedAsync(DependencyKind.Link, cancel);
            await ReleaseAsync(await LinksOfAsync(links, cancel), "the dependency's arrival", cancel);
            await timer.WaitAsync(next, parts.Time, cancel);
        }
    }

    private async Task ReleaseAsync(Dependency[] arrived, string by, CancellationToken cancel)
    {
        if (arrived.Length > 0)
        {
            await parts.Inbox.RequeueAsync(
                new Requeue { WaitsFor = arrived, By = by, At = parts.Time.GetUtcNow() }, cancel);
            wakeAll();
        }
    }

    private Dependency[] EntriesOf(IReadOnlyList<Awaited> awaited) => [.. awaited
        .Where(each => _flows.TryGetValue(each.Flow, out var flow)
            && parts.Values.TableValue(flow, each.On.Scope, each.On.Value) is not null)
        .Select(each => each.On)
        .Distinct()];

    private async Task<Dependency[]> LinksOfAsync(IReadOnlyList<Awaited> awaited, CancellationToken cancel)
    {
        var missing = awaited.Select(each => each.On).ToHashSet();
        if (missing.Count == 0)
        {
            return [];
        }

        var links = await parts.Ledger.LinksAsync([.. missing.Select(LinkDependency.SideOf)], cancel);
        return [.. links.SelectMany(LinkDependency.BroughtBy).Where(missing.Contains)];
    }
}
