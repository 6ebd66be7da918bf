using IntegrationHost.Engine;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Takes each field for the other side's.</summary>
internal sealed class SwapsOwners : Defect
{
    public override IReadOnlyList<FlowDefinition> FlowsOf(IReadOnlyList<FlowDefinition> flows) =>
        [.. flows.Select(flow => flow with { Owners = flow.Owners.ToDictionary(pair => pair.Key, Swapped) })];

    private static ConflictPolicy Swapped(KeyValuePair<string, ConflictPolicy> owner) =>
        owner.Value == ConflictPolicy.Target ? ConflictPolicy.Source : ConflictPolicy.Target;
}
