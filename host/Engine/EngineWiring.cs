using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Delivery;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Pairs;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine;

/// <summary>Builds the rooms of every flow once, at start. What is shared (circuits, finders, couriers) is one per
/// connection.</summary>
internal sealed class EngineWiring : IDisposable
{
    private readonly EngineParts _parts;
    private readonly RetrySchedule _retries;
    private readonly Dictionary<string, Courier> _couriers = [];
    private readonly Dictionary<string, FlowRooms> _rooms = [];
    private readonly Dictionary<string, Creations> _creations;
    private readonly Turns _turns = new();

    public EngineWiring(EngineParts parts)
    {
        _parts = parts;
        _retries = new RetrySchedule(parts.Options, parts.Time);
        var flows = parts.Flows
            .Where(flow => !parts.UnusableFlows.ContainsKey(flow.Name)
                && parts.Connectors.ContainsKey(flow.From.Connection)
                && parts.Connectors.ContainsKey(flow.To.Connection))
            .ToArray();
        Routing = new FlowRouting(flows, parts.Options.Lanes);
        Circuits = parts.Connectors.ToDictionary(pair => pair.Key, _ => new Circuit(parts.Time));
        Finders = parts.Connectors.ToDictionary(
            pair => pair.Key, pair => new TargetFinder(pair.Key, pair.Value, Circuits[pair.Key], parts.Time));
        _creations = flows.ToDictionary(flow => flow.Name, _ => new Creations());
        Flows = flows.ToDictionary(flow => flow.Name, flow => Build(flow, flows.FirstOrDefault(flow.IsTwinOf)));
        Admission = new LaneAdmission(Circuits, parts.Options);
        Lanes = [.. Enumerable.Range(0, parts.Options.Lanes).Select(
            lane => new LaneLoop(lane, Flows, Admission, parts))];
        Probes = [.. parts.Connectors.Select(
            pair => new ConnectionProbe(pair.Key, pair.Value, Circuits[pair.Key], parts, WakeAll))];
        Pollers = flows.Where(flow => parts.Connectors[flow.From.Connection] is IChangeFeed).ToDictionary(
            flow => flow.Name,
            flow => new FeedPoller(flow, (IChangeFeed)parts.Connectors[flow.From.Connection], parts, Routing,
                Circuits[flow.From.Connection], WakeLane));
        Watch = new TargetWatch(parts, Finders);
        Arrivals = new ArrivalWatch(parts, WakeAll);
        Subscriptions = parts.Connectors.Where(pair => pair.Value is IWebhookSubscriber).ToDictionary(
            pair => pair.Key, pair => new Subscriptions(pair.Key, (IWebhookSubscriber)pair.Value, parts));
    }

    public FlowRouting Routing { get; }

    public IReadOnlyDictionary<string, Circuit> Circuits { get; }

    public IReadOnlyDictionary<string, TargetFinder> Finders { get; }

    public IReadOnlyDictionary<string, Flow> Flows { get; }

    public LaneAdmission Admission { get; }

    public IReadOnlyList<LaneLoop> Lanes { get; }

    /// <summary>The rooms of each flow, for those who only look.</summary>
    public IReadOnlyDictionary<string, FlowRooms> Rooms => _rooms;

    public IReadOnlyDictionary<string, FeedPoller> Pollers { get; }

    public IReadOnlyList<ConnectionProbe> Probes { get; }

    public TargetWatch Watch { get; }

    public ArrivalWatch Arrivals { get; }

    public IReadOnlyDictionary<string, Subscriptions> Subscriptions { get; }

    /// <summary>Wakes a lane; another host may name one that this one does not have.</summary>
    public void WakeLane(int lane)
    {
        if (lane >= 0 && lane < Lanes.Count)
        {
            Lanes[lane].Wake();
        }
    }

    public void WakeAll()
    {
        foreach (var lane in Lanes)
        {
            lane.Wake();
        }
    }

    public void Dispose()
    {
        foreach (var lane in Lanes)
        {
            lane.Dispose();
        }

        foreach (var poller in Pollers.Values)
        {
            poller.Dispose();
        }
    }

    private Flow Build(FlowDefinition flow, FlowDefinition? twin)
    {
        var source = _parts.Connectors[flow.From.Connection];
        var target = _parts.Connectors[flow.To.Connection];
        var circuit = Circuits[flow.To.Connection];
        var room = new MappingRoom(
            flow,
            new SourceReader(flow, source, Circuits[flow.From.Connection]),
            new RelatedReader(flow, _parts.Ledger, (source, Circuits[flow.From.Connection]), (target, circuit)),
            _parts.Mappings,
            _parts.Values,
            new ReferenceResolver(flow, _parts.Ledger, Finders[flow.To.Connection]),
            _parts.Time);
        var rooms = new FlowRooms(
            _parts.Inbox,
            _parts.Ledger,
            _parts.Mappings,
            room,
            CourierTo(flow.To.Connection, target, circuit),
            new ExpectationCheck(flow, target, circuit, _parts.Options, _parts.Time),
            new Arrivals(flow, _parts.Ledger, _parts.Values),
            _retries,
            twin is null ? null : PairsOf(flow, twin, target, circuit))
        {
            Adoption = new Adopting.Adoption(flow, _parts.Inbox, _parts.Ledger, _parts.Time),
            Late = new LateWrites(_parts.Options, _parts.Time),
        };
        _rooms.Add(flow.Name, rooms);
        return new Flow(flow, rooms, _parts.Time, _parts.Log.CreateLogger($"IntegrationHost.Flow.{flow.Name}"));
    }

    private PairRoom PairsOf(FlowDefinition flow, FlowDefinition twin, IConnector target, Circuit circuit)
    {
        var reader = target as IRecordReader ?? throw new InvalidOperationException(
            $"{flow.To.Connection} cannot read records, so the link {flow.Link} cannot be kept both ways");
        return new PairRoom(flow, twin, _parts.Ledger, new Mirror(twin, reader, circuit, _parts), _turns,
            _creations[flow.Name], _creations[twin.Name]);
    }

    private Courier CourierTo(string connection, IConnector target, Circuit circuit)
    {
        if (!_couriers.TryGetValue(connection, out var courier))
        {
            var writer = target as IRecordWriter
                ?? throw new InvalidOperationException($"{connection} cannot write records, so no flow can lead to it");
            courier = new Courier(writer, circuit, _parts.Options, _parts.Time);
            _couriers.Add(connection, courier);
        }

        return courier;
    }
}
