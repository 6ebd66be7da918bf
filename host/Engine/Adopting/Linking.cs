using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Limits;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Adopting;

/// <summary>Finds partners of a flow's source records and links the sure ones.</summary>
internal sealed class Linking(EngineParts parts, EngineWiring wiring) : ILinking
{
    private const int ReadAtOnce = 250;
    private const int AskedAtOnce = 50;
    private const int IdsShown = 5;

    public async Task<LinkReport> PreviewAsync(LinkOrder order, CancellationToken cancel) =>
        (await SearchAsync(order, cancel)).Report;

    public async Task<LinkReport> AdoptAsync(LinkOrder order, string by, CancellationToken cancel)
    {
        var (report, versions) = await SearchAsync(order, cancel);
        var flow = wiring.Flows[order.Flow].Definition;
        var now = parts.Time.GetUtcNow();
        foreach (var part in report.Pairs.Chunk(ReadAtOnce))
        {
            await parts.Inbox.AppendAsync(new Append([.. part.Select(pair => wiring.Routing.ToFlow(
                flow, Adoption.ChangeOf(flow, pair, versions[pair.Id]), Adoption.Origin, now))]), cancel);
        }

        wiring.WakeAll();
        return report with { IsWritten = true };
    }

    private async Task<(LinkReport Report, IReadOnlyDictionary<string, string> Versions)> SearchAsync(
        LinkOrder order, CancellationToken cancel)
    {
        var (flow, target, rules) = Check(order);
        using var _ = WorkPriority.Cap(Priority.Backfill);
        var (changes, isComplete) = await ChangesAsync(flow, order, cancel);
        var (open, linked) = await OpenAsync(flow, changes, cancel);
        var candidates = await CandidatesAsync(flow, open, cancel);
        var found = await new PartnerSearch(flow.To.Entity, target, wiring.Circuits[flow.To.Connection])
            .FindAsync(candidates, rules, cancel);
        var taken = await TakenAsync(flow, found, cancel);
        var (pairs, ambiguous) = Judge(flow, candidates, found, taken);
        var report = new LinkReport(flow.Name, changes.Count, linked,
            candidates.Count - pairs.Count - ambiguous.Count, pairs, ambiguous, isComplete, false);
        return (report, candidates.ToDictionary(candidate => candidate.Id, candidate => candidate.Version));
    }

    private async Task<(IReadOnlyList<Change> Changes, bool IsComplete)> ChangesAsync(
        FlowDefinition flow, LinkOrder order, CancellationToken cancel)
    {
        if (order.Ids is { } ids)
        {
            return ([.. ids.Distinct().Select(id => new Change(flow.From.Entity, id, ""))], true);
        }

        var scan = new FeedScan(flow, (IChangeFeed)parts.Connectors[flow.From.Connection],
            wiring.Circuits[flow.From.Connection], parts.History);
        var seen = await scan.ReadAsync(order.Since ?? DateTimeOffset.UnixEpoch, LinkOrder.RecordsMost, cancel);
        return (seen.Changes, seen.IsComplete);
    }

    // Those the flow has not linked yet.
    private async Task<(IReadOnlyList<Change> Open, int Linked)> OpenAsync(
        FlowDefinition flow, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        var open = new List<Change>();
        foreach (var part in changes.Chunk(AskedAtOnce))
        {
            var links = await parts.Ledger.LinksAsync([.. part.Select(change =>
                new LinkSide(flow.Link, flow.From.Connection, change.Id, flow.To.Connection))], cancel);
            var linked = links.Select(link => link.A.Connection == flow.From.Connection ? link.A.Id : link.B.Id)
                .ToHashSet();
            open.AddRange(part.Where(change => !linked.Contains(change.Id)));
        }

        return (open, changes.Count - open.Count);
    }

    private async Task<IReadOnlyList<Candidate>> CandidatesAsync(
        FlowDefinition flow, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        var reader = new SourceReader(flow, parts.Connectors[flow.From.Connection],
            wiring.Circuits[flow.From.Connection]);
        var mapping = parts.Mappings.Current(flow.Script);
        var candidates = new List<Candidate>();
        foreach (var part in changes.Chunk(ReadAtOnce))
        {
            var now = parts.Time.GetUtcNow();
            var sources = await reader.SourcesAsync([.. part.Select(change => new ClaimedRecord(
                FlowRouting.KeyOf(flow, change), [new StoredChange(0, change, Adoption.Origin, now)], 0, null, null))],
                cancel);
            candidates.AddRange(part.Where(change => sources.ContainsKey(change.Id)).Select(change =>
                new Candidate(change.Id, change.Name ?? change.Id, sources[change.Id].Version,
                    sources[change.Id].Record, Written(flow, mapping, sources[change.Id].Record))));
        }

        return candidates;
    }

    // What the script would write, for the outside key in it; a script that does not come so far has none.
    private Record? Written(FlowDefinition flow, IMapping mapping, Record source)
    {
        try
        {
            var reads = new Dictionary<string, Record>();
            return mapping.Run(source, new FlowInputs(flow, parts.Values, reads)) is
                { Result: MappingResult.Write write } ? write.Record : null;
        }
        catch (MappingFailedException)
        {
            return null;
        }
    }

    // Partners that another record is linked with already.
    private async Task<IReadOnlyDictionary<string, string>> TakenAsync(
        FlowDefinition flow, IReadOnlyDictionary<string, Partners> found, CancellationToken cancel)
    {
        var taken = new Dictionary<string, string>();
        var ids = found.Values.SelectMany(partners => partners.Ids).Distinct();
        foreach (var part in ids.Chunk(ReadAtOnce))
        {
            foreach (var link in await parts.Ledger.LinksAsync([.. part.Select(id =>
                new LinkSide(flow.Link, flow.To.Connection, id, flow.From.Connection))], cancel))
            {
                var (here, there) = link.A.Connection == flow.To.Connection ? (link.A, link.B) : (link.B, link.A);
                taken[here.Id] = there.Id;
            }
        }

        return taken;
    }

    private static (IReadOnlyList<LinkPair> Pairs, IReadOnlyList<AmbiguousLink> Ambiguous) Judge(
        FlowDefinition flow, IReadOnlyList<Candidate> candidates, IReadOnlyDictionary<string, Partners> found,
        IReadOnlyDictionary<string, string> taken)
    {
        var claims = found.Where(pair => pair.Value.Ids.Count == 1)
            .GroupBy(pair => pair.Value.Ids[0]).ToDictionary(group => group.Key, group => group.Count());
        var pairs = new List<LinkPair>();
        var ambiguous = new List<AmbiguousLink>();
        foreach (var candidate in candidates.Where(candidate => found.ContainsKey(candidate.Id)))
        {
            var (ids, rule, value) = found[candidate.Id];
            var why = ids.Count > 1 ? $"{ids.Count} {flow.To.Entity} records have {rule.Target} '{value}'"
                : taken.TryGetValue(ids[0], out var other)
                    ? $"{flow.To.Entity} {ids[0]} is linked with {flow.From.Entity} {other} already"
                : claims[ids[0]] > 1 ? $"{claims[ids[0]]} {flow.From.Entity} records claim {flow.To.Entity} {ids[0]}"
                : null;
            if (why is null)
            {
                pairs.Add(new LinkPair(candidate.Id, candidate.Name, flow.To.Entity, ids[0], rule.ToString()));
            }
            else
            {
                ambiguous.Add(new AmbiguousLink(candidate.Id, candidate.Name, why, [.. ids.Take(IdsShown)]));
            }
        }

        return (pairs, ambiguous);
    }

    private (FlowDefinition Flow, IRecordReader Target, IReadOnlyList<LinkRule> Rules) Check(LinkOrder order)
    {
        if (!wiring.Flows.TryGetValue(order.Flow, out var flow) || !flow.CanRun())
        {
            throw new ArgumentException(FlowNames.Unknown(order.Flow, wiring.Flows.Keys, "could be linked"));
        }

        var to = flow.Definition.To;
        var target = parts.Connectors[to.Connection];
        var info = target.Entities.FirstOrDefault(entity => entity.Name == to.Entity);
        if (target is not IRecordReader reader || info?.Abilities.HasFlag(Abilities.Find) != true)
        {
            throw new ArgumentException($"{to} records cannot be found by a field, so there is nothing to link by");
        }

        return parts.Connectors[flow.Definition.From.Connection] is not IChangeFeed && order.Ids is null
            ? throw new ArgumentException($"{flow.Definition.From} has no feed to read from; name the records (--ids)")
            : (flow.Definition, reader, order.By.Count > 0 ? order.By : [new LinkRule("", info.KeyField)]);
    }
}
