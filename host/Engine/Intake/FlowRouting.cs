using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Intake;

/// <summary>Turns what a connector reports into what the flows store.</summary>
internal sealed class FlowRouting(IReadOnlyList<FlowDefinition> flows, int lanes)
{
    private readonly ILookup<Endpoint, FlowDefinition> _bySource = flows.ToLookup(flow => flow.From);

    public static RecordKey KeyOf(FlowDefinition flow, Change change) => new(flow.Name, change.Entity, change.Id);

    /// <summary>A change of a connection that a webhook told, once for each flow that takes webhooks of its entity and
    /// has begun when it changed.</summary>
    public IEnumerable<NewChange> ToFlows(string connection, Change change, string origin, DateTimeOffset at) =>
        _bySource[new Endpoint(connection, change.Entity)]
            .Where(flow => flow.TakesWebhooks && (change.ChangedAt ?? at) >= flow.Since)
            .Select(flow => ToFlow(flow, change, origin, at));

    /// <summary>A change for one flow.</summary>
    public NewChange ToFlow(FlowDefinition flow, Change change, string origin, DateTimeOffset at) =>
        new(KeyOf(flow, change), LaneOf(flow, change), change, origin, at);

    /// <summary>Where a record is handled of which nothing is pending and nothing but its id is known.</summary>
    public int LaneOf(RecordKey record) => flows.FirstOrDefault(flow => flow.Name == record.Flow) is { } flow
        ? Lanes.Of(flow.From.Connection, record.Id, lanes)
        : 0;

    public int LaneOf(FlowDefinition flow, Change change) =>
        Lanes.Of(flow.From.Connection, change.GroupKey ?? change.Id, lanes);
}
