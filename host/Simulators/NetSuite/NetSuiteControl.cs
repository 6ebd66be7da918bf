using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Control;
using IntegrationHost.Simulators.NetSuite.Faults;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite;

/// <summary>What people do in the account, for tests: JSON under <c>/control/netsuite/</c>, without a
/// signature. Answers 200 with JSON, or 400 with <c>{"error"}</c>.</summary>
public sealed class NetSuiteControl : ISimulator
{
    private readonly NetSuiteSimulator _simulator;
    private readonly Seeding _seeding;
    private readonly Shipping _shipping;
    private readonly Inspection _inspection;

    /// <summary>Controls this account.</summary>
    public NetSuiteControl(NetSuiteSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        _simulator = simulator;
        _seeding = new Seeding(simulator.State);
        _shipping = new Shipping(simulator.State, simulator.Zone);
        _inspection = new Inspection(simulator);
    }

    /// <inheritdoc/>
    public SimulatedResponse Handle(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            lock (_simulator.State.Gate)
            {
                return Json(200, Carried(request));
            }
        }
        catch (Exception fault) when (fault is ControlFault or RecordFault or JsonException)
        {
            return Json(400, new JsonObject { ["error"] = fault.Message });
        }
    }

    private JsonNode Carried(SimulatedRequest request)
    {
        var path = request.Url.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, path) switch
        {
            ("POST", [.., "netsuite", "seed"]) => _seeding.Seed(BodyOf(request)),
            ("POST", [.., "netsuite", "items"]) => new JsonObject([_seeding.Item(BodyOf(request))]),
            ("POST", [.., "netsuite", "stock"]) => Stock(BodyOf(request)),
            ("POST", [.., "netsuite", "ship"]) => _shipping.Ship(BodyOf(request)),
            ("POST", [.., "netsuite", "faults"]) => Plan(BodyOf(request)),
            ("GET", [.., "netsuite", "summary"]) => _inspection.Summary(),
            ("GET", [.., "netsuite", "records", var type]) => _inspection.Records(type, request.Url),
            _ => throw new ControlFault($"there is no {request.Method} {request.Url.AbsolutePath}"),
        };
    }

    private JsonObject Stock(JsonObject form)
    {
        _seeding.Stock(form);
        return [];
    }

    private JsonObject Plan(JsonObject form)
    {
        var status = (int)(form.Number("status") ?? 500);
        if (status is < 400 or > 599)
        {
            throw new ControlFault("'status' is one from 400 to 599");
        }

        _simulator.Faults.Add(new PlannedFault(form.Text("path") ?? "", status, form.Flag("afterCommit"))
        {
            Left = (int)(form.Number("count") ?? 1),
        });
        return [];
    }

    private static JsonObject BodyOf(SimulatedRequest request) =>
        JsonNode.Parse(request.Body.Span) as JsonObject ?? throw new ControlFault("the body is no JSON object");

    private static SimulatedResponse Json(int status, JsonNode body) => new(
        status, [new("Content-Type", "application/json")], Encoding.UTF8.GetBytes(body.ToJsonString()));
}
