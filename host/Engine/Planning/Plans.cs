using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Limits;

namespace IntegrationHost.Engine.Planning;

/// <summary>Makes plans, keeps the newest of them, and releases them.</summary>
internal sealed class Plans(EngineParts parts, EngineWiring wiring) : IPlans
{
    private const int KeptMost = 20;
    private const int AskedAtOnce = 50;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly Dictionary<string, (Plan Plan, PlanOrder Order)> _kept = [];
    private int _made;

    public async Task<Plan> MakeAsync(PlanOrder order, CancellationToken cancel)
    {
        var flow = Check(order);
        using var _ = WorkPriority.Cap(Priority.Normal);
        var (records, isComplete) = await RecordsAsync(flow, order, cancel);
        var plan = new Plan(NextId(), flow.Name, parts.Time.GetUtcNow(),
            await PlannerOf(flow).PlanAsync(records, cancel), isComplete);
        Keep(plan, order);
        return plan;
    }

    public async Task<PlanRelease> ReleaseAsync(string plan, int most, string by, CancellationToken cancel)
    {
        var kept = Kept(plan);
        var flow = Check(kept.Order);
        var planned = kept.Plan.Records;
        var now = await PlannerOf(flow).PlanAsync(
            await ClaimsAsync(flow, [.. planned.Select(record => ChangeOf(flow, record))], cancel), cancel);
        var stamps = now.ToDictionary(record => record.Record, record => record.Stamp);
        var moved = planned.Where(record => stamps.GetValueOrDefault(record.Record) != record.Stamp)
            .Select(record => record.Name).ToArray();
        if (moved.Length > 0)
        {
            return new PlanRelease(0, moved);
        }

        var released = 0;
        foreach (var record in planned.Where(record => record.What is PlannedKind.Create or PlannedKind.Update)
            .Take(most))
        {
            released += await ReleaseAsync(flow, record, $"plan {plan}, {by}", cancel) ? 1 : 0;
        }

        wiring.WakeAll();
        return new PlanRelease(released, []);
    }

    // A record that waits goes on; any other is looked at as if it had just changed.
    private async Task<bool> ReleaseAsync(
        FlowDefinition flow, PlannedRecord planned, string by, CancellationToken cancel)
    {
        var now = parts.Time.GetUtcNow();
        if (await parts.Inbox.RequeueAsync(
            new Requeue { Record = planned.Record, By = by, At = now }, cancel) > 0)
        {
            return true;
        }

        var change = wiring.Routing.ToFlow(flow, ChangeOf(flow, planned), by, now);
        return (await parts.Inbox.AppendAsync(new Append([change]), cancel)).Stored > 0;
    }

    private static Change ChangeOf(FlowDefinition flow, PlannedRecord planned) =>
        new(flow.From.Entity, planned.Record.Id, "") { Name = planned.Name };

    private async Task<(IReadOnlyList<ClaimedRecord> Records, bool IsComplete)> RecordsAsync(
        FlowDefinition flow, PlanOrder order, CancellationToken cancel)
    {
        if (order.Ids is { } ids)
        {
            var named = ids.Distinct().Select(id => new Change(flow.From.Entity, id, "")).ToArray();
            return (await ClaimsAsync(flow, [.. named.Take(order.Most)], cancel), named.Length <= order.Most);
        }

        if (order.Since is { } since)
        {
            var scan = new FeedScan(flow, (IChangeFeed)parts.Connectors[flow.From.Connection],
                wiring.Circuits[flow.From.Connection], parts.History);
            var seen = await scan.ReadAsync(since, order.Most, cancel);
            return (await ClaimsAsync(flow, seen.Changes, cancel), seen.IsComplete);
        }

        var parked = (await parts.History.ParkedAsync(new ParkedQuery(order.Cause, null, int.MaxValue), cancel))
            .Where(record => record.Record.Flow == flow.Name).ToArray();
        var changes = parked.Take(order.Most)
            .Select(record => new Change(record.Record.Entity, record.Record.Id, "") { Name = record.Name });
        return (await ClaimsAsync(flow, [.. changes], cancel), parked.Length <= order.Most);
    }

    private async Task<IReadOnlyList<ClaimedRecord>> ClaimsAsync(
        FlowDefinition flow, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        var claims = new List<ClaimedRecord>(changes.Count);
        foreach (var part in changes.Chunk(AskedAtOnce))
        {
            claims.AddRange(await Task.WhenAll(part.Select(change => ClaimAsync(flow, change, cancel))));
        }

        return claims;
    }

    private async Task<ClaimedRecord> ClaimAsync(FlowDefinition flow, Change change, CancellationToken cancel)
    {
        var record = FlowRouting.KeyOf(flow, change);
        var known = (await parts.History.FindAsync(change.Id, cancel)).FirstOrDefault(found => found.Record == record);
        var named = change.Name is null && known is not null ? change with { Name = known.Name } : change;
        return new ClaimedRecord(
            record, [new StoredChange(0, named, "plan", parts.Time.GetUtcNow())], 0, null, known?.Entry);
    }

    private Planner PlannerOf(FlowDefinition flow)
    {
        var target = parts.Connectors[flow.To.Connection];
        return new Planner(flow, wiring.Rooms[flow.Name].Mapping,
            new TargetView(target, wiring.Circuits[flow.To.Connection]), new EntityFacts(target));
    }

    private FlowDefinition Check(PlanOrder order)
    {
        if (!wiring.Flows.TryGetValue(order.Flow, out var flow))
        {
            throw new ArgumentException(FlowNames.Unknown(order.Flow, wiring.Flows.Keys, "could be planned"));
        }

        if (!flow.CanRun())
        {
            throw new ArgumentException($"{order.Flow} cannot be planned: its script {flow.Definition.Script} does not "
                + "compile; 'ihost status' says why");
        }

        return order switch
        {
            { Most: < 1 or > PlanOrder.RecordsMost } => throw new ArgumentException(
                $"a plan has between 1 and {PlanOrder.RecordsMost} records"),
            { Since: { } since } when since > parts.Time.GetUtcNow() => throw new ArgumentException(
                $"{since:u} has not come yet; name an instant of the past"),
            { Since: not null } when parts.Connectors[flow.Definition.From.Connection] is not IChangeFeed =>
                throw new ArgumentException($"{flow.Definition.From} has no feed to read from; name the records"),
            _ => flow.Definition,
        };
    }

    private string NextId() => string.Create(
        CultureInfo.InvariantCulture, $"{parts.Time.GetUtcNow():MMddHHmmss}-{Interlocked.Increment(ref _made)}");

    private void Keep(Plan plan, PlanOrder order)
    {
        lock (_kept)
        {
            foreach (var old in _kept.Values.OrderByDescending(kept => kept.Plan.MadeAt)
                .Where((kept, at) => at >= KeptMost - 1 || kept.Plan.MadeAt < plan.MadeAt - KeptFor).ToArray())
            {
                _kept.Remove(old.Plan.Id);
            }

            _kept[plan.Id] = (plan, order);
        }
    }

    private (Plan Plan, PlanOrder Order) Kept(string id)
    {
        lock (_kept)
        {
            return _kept.TryGetValue(id, out var kept) ? kept : throw new ArgumentException(
                $"there is no plan '{id}' any more: plans are kept for a day and until the host stops; make it again");
        }
    }
}
