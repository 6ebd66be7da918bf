using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Planning;

/// <summary>What is known of the target's entities.</summary>
internal sealed class EntityFacts(IConnector target)
{
    public bool ChangesByItself(string entity) =>
        target.Entities.FirstOrDefault(known => known.Name == entity) is { ChangesByItself: true };
}
