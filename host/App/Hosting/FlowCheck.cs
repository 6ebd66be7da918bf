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

    private static EntityInfo? Find(IConnector connector, string name) =>
        connector.Entities.FirstOrDefault(entity => entity.Name == name);

    private static string Unknown(IConnector connector, Endpoint side) =>
        $"there is no entity '{side.Entity}' in {side.Connection}; it has: "
        + string.Join(", ", connector.Entities.Select(entity => entity.Name));
}
