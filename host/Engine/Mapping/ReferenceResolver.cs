using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Problems;
using IntegrationHost.Mapping;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Turns the references of many mapped records into ids, in as few calls as possible.</summary>
internal sealed class ReferenceResolver(FlowDefinition flow, ILedger ledger, TargetFinder finder)
{
    public async Task<Resolution> ResolveAsync(IEnumerable<Reference> references, CancellationToken cancel)
    {
        var distinct = references.Distinct().ToArray();
        var ids = new Dictionary<Reference, string>();
        var ambiguous = new Dictionary<Reference, IReadOnlyList<string>>();
        await LinksAsync(distinct.OfType<Reference.Link>().ToArray(), ids, cancel);
        foreach (var group in distinct.OfType<Reference.Find>().GroupBy(find => (find.Entity, find.By)))
        {
            await FindAsync(group.Key.Entity, group.Key.By, [.. group], ids, ambiguous, cancel);
        }

        return new Resolution(flow, ids, ambiguous);
    }

    /// <summary>Looks these up anew the next time.</summary>
    public void Forget(IEnumerable<Reference> references)
    {
        foreach (var find in references.OfType<Reference.Find>())
        {
            finder.Forget(find.Entity, find.By, find.Value);
        }
    }

    public static LinkSide SideOf(FlowDefinition flow, Reference.Link link) =>
        new(link.Entity, flow.From.Connection, link.Value, flow.To.Connection);

    private async Task LinksAsync(
        Reference.Link[] references, Dictionary<Reference, string> ids, CancellationToken cancel)
    {
        if (references.Length == 0)
        {
            return;
        }

        var links = await ledger.LinksAsync([.. references.Select(link => SideOf(flow, link))], cancel);
        foreach (var link in links)
        {
            var (known, other) = link.A.Connection == flow.From.Connection ? (link.A, link.B) : (link.B, link.A);
            ids[new Reference.Link(link.Name, known.Id)] = other.Id;
        }
    }

    private async Task FindAsync(
        string entity,
        string field,
        Reference.Find[] references,
        Dictionary<Reference, string> ids,
        Dictionary<Reference, IReadOnlyList<string>> ambiguous,
        CancellationToken cancel)
    {
        var found = await finder.FindAsync(entity, field, [.. references.Select(find => find.Value)], cancel);
        foreach (var reference in references)
        {
            var matches = found.GetValueOrDefault(reference.Value, []);
            if (matches.Count == 1)
            {
                ids[reference] = matches[0];
            }
            else if (matches.Count > 1)
            {
                ambiguous[reference] = matches;
            }
        }
    }
}

/// <summary>What references stand for, and what stands in the way of the others.</summary>
internal sealed class Resolution(
    FlowDefinition flow,
    IReadOnlyDictionary<Reference, string> ids,
    IReadOnlyDictionary<Reference, IReadOnlyList<string>> ambiguous)
{
    private const int ToldMost = 20;

    public string IdOf(Reference reference) => ids[reference];

    public IReadOnlyList<Reference> MissingOf(IEnumerable<Reference> references) =>
        [.. references.Distinct().Where(reference => !ids.ContainsKey(reference))];

    /// <summary>What these stood for, for the record's history.</summary>
    public IReadOnlyList<string> Told(IEnumerable<Reference> references) =>
        [.. references.Distinct().Take(ToldMost).Select(reference => reference switch
        {
            Reference.Find find => $"{find.Entity} {find.By} {Redacted.Of(find.Value)} = {ids[reference]}",
            _ => $"{reference.Entity} {reference.Value} = {ids[reference]}",
        })];

    public bool IsAmbiguous(Reference reference) => ambiguous.ContainsKey(reference);

    public Dependency DependencyOn(Reference reference) => reference switch
    {
        Reference.Link link => LinkDependency.On(ReferenceResolver.SideOf(flow, link)),
        Reference.Find find => new Dependency(
            DependencyKind.Find, $"{flow.To.Connection}|{find.Entity}|{find.By}", find.Value),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public ProblemNote ProblemOf(Reference reference) =>
        ambiguous.TryGetValue(reference, out var matches)
            ? ProblemNotes.Ambiguous(flow, (Reference.Find)reference, matches)
            : ProblemNotes.Missing(flow, reference);
}
