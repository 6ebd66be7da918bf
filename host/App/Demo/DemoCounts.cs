using IntegrationHost.App.Api;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Demo;

/// <summary>The counts of one kind of flow over both shops.</summary>
internal sealed record DemoCounts(int Read, int Written, int Held, int Refused, int Skipped, int Pending)
{
    public static DemoCounts Of(StatusShape status, string kind)
    {
        var flows = status.Flows.Where(
            flow => flow.Name.EndsWith(kind, StringComparison.Ordinal)).Select(flow => flow.Counts).ToArray();
        int Sum(Func<FlowCounts, int> count) => flows.Sum(count);
        return new DemoCounts(Sum(flow => flow.Read), Sum(flow => flow.Written), Sum(flow => flow.Held),
            Sum(flow => flow.Refused), Sum(flow => flow.Skipped), Sum(flow => flow.Pending));
    }

    /// <summary>True when each record is written, or waits or was skipped for a reason that is told.</summary>
    public bool IsExplained => Pending == 0 && Read == Written + Held + Refused + Skipped;
}
