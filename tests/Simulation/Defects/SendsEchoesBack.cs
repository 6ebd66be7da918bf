using IntegrationHost.Engine;
using IntegrationHost.Simulation.Hosting;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Does not know that two flows keep one pair: what one writes, the other takes for somebody's
/// change.</summary>
internal sealed class SendsEchoesBack : Defect
{
    public override IReadOnlyList<FlowDefinition> FlowsOf(IReadOnlyList<FlowDefinition> flows) =>
        [.. flows.Select(flow => flow.Name == Site.CustomersBack ? flow with { Link = Site.CustomersBack } : flow)];
}
