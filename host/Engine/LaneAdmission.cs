using IntegrationHost.Engine.Connections;
using IntegrationHost.Limits;

namespace IntegrationHost.Engine;

/// <summary>Which flows a lane may claim from now: those that run and whose connections answer; and while much is on
/// its way only those that go first, so that a backlog of little weight never fills the lane.</summary>
internal sealed class LaneAdmission(IReadOnlyDictionary<string, Circuit> circuits, EngineOptions options)
{
    /// <summary>Flows to claim from, one group after the other: all in one where nothing has piled up, else by their
    /// priority. Something may have piled up for flows that were not there in the last turn.</summary>
    public IReadOnlyList<IReadOnlySet<string>> TiersOf(IEnumerable<Flow> flows, int onTheirWay, ref LaneTurn turn)
    {
        var admitted = flows
            .Where(flow => flow.CanRun() && !IsParked(flow.Definition)
                && onTheirWay < ShareOf(flow.Definition.Priority) * options.InFlightMost)
            .ToArray();
        turn = new LaneTurn(turn.IsBacklog || admitted.Length > turn.Flows, admitted.Length);
        return turn.IsBacklog
            ? [.. admitted.GroupBy(flow => flow.Definition.Priority)
                .OrderByDescending(tier => tier.Key).Select(NamesOf)]
            : [NamesOf(admitted)];
    }

    /// <summary>Whether the flow waits for one of its connections.</summary>
    public bool IsParked(FlowDefinition flow) =>
        circuits[flow.From.Connection].PausedSince is not null || circuits[flow.To.Connection].PausedSince is not null;

    private static HashSet<string> NamesOf(IEnumerable<Flow> flows) =>
        flows.Select(flow => flow.Definition.Name).ToHashSet();

    // The part of a lane that a priority may fill.
    private static double ShareOf(Priority priority) => priority switch
    {
        Priority.Orders => 1,
        Priority.Inventory => 0.9,
        Priority.Normal => 0.75,
        Priority.Catalogue => 0.5,
        _ => 0.25,
    };
}
