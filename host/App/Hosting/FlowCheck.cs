using IntegrationHost.App.Site;
using IntegrationHost.Connectors;
using IntegrationHost.Engine;

namespace IntegrationHost.App.Hosting;

/// <summary>Whether the connectors can do what the flows ask of them.</summary>
internal static class FlowCheck
{
    public static IEnumerable<SiteFinding> Check(
        FlowDefinition flow, IReadOnlyDictionary<string, IConnector> connectors)
    {
        var key = $"ihost.json: flows:{flow.Name}";
        if (connectors.TryGetValue(flow.From.Connection, out var source))
        {
            if (Find(source, flow.From.Entity) is not { } entity)
            {
                yield return new SiteFinding($"{key}:from", Unknown(source, flow.From));
            }
            else if ((entity.Abilities & (Abilities.Changes | Abilities.Webhooks)) == 0)
            {
                yield return new SiteFinding(
                    $"{key}:from", $"{flow.From} reports no changes, so no flow can start there");
            }
        }

        if (connectors.TryGetValue(flow.To.Connection, out var target))
        {
            foreach (var name in flow.AlsoWrites.Prepend(flow.To.Entity))
            {
                if (Find(target, name) is not { } entity)
                {
                    yield return new SiteFinding($"{key}:to", Unknown(target, flow.To with { Entity = name }));
                }
                else if ((entity.Abilities & (Abilities.Create | Abilities.Update)) == 0 || target is not IRecordWriter)
                {
                    yield return new SiteFinding($"{key}:to", $"{flow.To.Connection}/{name} cannot be written");
                }
            }
        }
    }

    /// <summary>What two flows of one link say of each other, that only makes sense together.</summary>
    public static IEnumerable<SiteFinding> CheckPair(
        FlowDefinition flow, IReadOnlyList<FlowDefinition> flows, IReadOnlyDictionary<string, IConnector> connectors)
    {
        var key = $"ihost.json: flows:{flow.Name}";
        if (flows.FirstOrDefault(flow.IsTwinOf) is not { } twin)
        {
            if (flow.Conflict is not null || flow.Owners.Count > 0 || flow.SameAs.Count > 0)
            {
                yield return new SiteFinding($"{key}:conflict", $"there is no flow from {flow.To} to {flow.From} with "
                    + $"the link '{flow.Link}': who wins is only asked where a link is kept both ways");
            }

            yield break;
        }

        if (connectors.TryGetValue(flow.To.Connection, out var target)
            && (target is not IRecordReader
                || Find(target, flow.To.Entity)?.Abilities.HasFlag(Abilities.Read) == false))
        {
            yield return new SiteFinding($"{key}:to", $"{flow.To} cannot be read, so the link '{flow.Link}' cannot be "
                + $"kept both ways; take {twin.Name} or this flow out");
        }

        foreach (var (field, owner) in flow.Owners)
        {
            var other = flow.SameAs.GetValueOrDefault(field, field);
            if (twin.Owners.TryGetValue(other, out var said) && !IsSameFromThere(owner, said))
            {
                yield return new SiteFinding($"{key}:owners:{field}", $"{flow.Name} and {twin.Name} say different "
                    + "things: say it in one of them, the other way round it is understood");
            }
        }
    }

    private static bool IsSameFromThere(ConflictPolicy here, ConflictPolicy there) => (here, there) is
        (ConflictPolicy.Source, ConflictPolicy.Target) or (ConflictPolicy.Target, ConflictPolicy.Source)
        || (here == there && here is ConflictPolicy.Ask or ConflictPolicy.Newest);

    private static EntityInfo? Find(IConnector connector, string name) =>
        connector.Entities.FirstOrDefault(entity => entity.Name == name);

    private static string Unknown(IConnector connector, Endpoint side) =>
        $"there is no entity '{side.Entity}' in {side.Connection}; it has: "
        + string.Join(", ", connector.Entities.Select(entity => entity.Name));
}
