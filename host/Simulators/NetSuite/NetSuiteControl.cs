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
    private readonly ByHand _byHand;
    private readonly Inspection _inspection;

    /// <summary>Controls this account.</summary>
    public NetSuiteControl(NetSuiteSimulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        _simulator = simulator;
        _seeding = new Seeding(simulator.State);
        _byHand = new ByHand(simulator.State, simulator.Zone);
        _inspection = new Inspection(simulator);
    }

    /// <inheritdoc/>
    public SimulatedResponse Handle(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _simulator.CatchUp();
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
            ("POST", [.., "netsuite", "transform"]) => _byHand.Transform(BodyOf(request)),
            ("POST", [.., "netsuite", "records", var type]) => _byHand.Save(type, BodyOf(request)),
            ("DELETE", [.., "netsuite", "records", var type, var id]) => _byHand.Delete(type, id),
            ("POST", [.., "netsuite", "settings"]) => Settings(BodyOf(request)),
            ("POST", [.., "netsuite", "ship"]) => _byHand.Ship(BodyOf(request)),
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

    // What an administrator sets up.
    private JsonObject Settings(JsonObject form)
    {
        var state = _simulator.State;
        if (form.ContainsKey("closedBefore"))
        {
            state.ClosedBefore = form.Text("closedBefore") is { } date
                ? DateOnly.TryParse(date, System.Globalization.CultureInfo.InvariantCulture, out var open)
                    ? open
                    : throw new ControlFault("'closedBefore' is a date like 2026-11-01")
                : null;
        }

        if (form.ContainsKey("requiresLocations"))
        {
            state.RequiresLocations = form.Flag("requiresLocations");
        }

        var slots = _simulator.Slots;
        slots.Neighbours = (int)(form.Number("neighbours") ?? slots.Neighbours);
        _simulator.ConcurrencyLimit = (int)(form.Number("concurrencyLimit") ?? _simulator.ConcurrencyLimit);
        var pace = _simulator.Pace;
        pace.Read = Seconds(form, "readSeconds") ?? pace.Read;
        var least = Seconds(form, "writeSecondsLeast") ?? Seconds(form, "writeSeconds") ?? pace.Write.Least;
        pace.Write = (least, Seconds(form, "writeSecondsMost") ?? Seconds(form, "writeSeconds") ?? pace.Write.Most);
        if (form.Flag("forgetTokens"))
        {
            _simulator.Tokens.Forget();
        }

        if (form["customFields"] is JsonObject custom)
        {
            state.CustomFields = custom.ToDictionary(
                field => field.Key.ToLowerInvariant(), field => JsonFields.TextOf(field.Value) ?? "s");
        }

        return [];
    }

    private static TimeSpan? Seconds(JsonObject form, string name) =>
        form.Number(name) is { } seconds ? TimeSpan.FromSeconds((double)seconds) : null;

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
            CommitsAfter = Seconds(form, "commitAfterSeconds"),
            Says = form.Text("code") is { } code
                ? new RecordFault(status, code, form.Text("detail") ?? "", form.Text("errorPath"))
                {
                    Title = form.Text("title"),
                }
                : null,
            Method = form.Text("method"),
        });
        return [];
    }

    private static JsonObject BodyOf(SimulatedRequest request) =>
        JsonNode.Parse(request.Body.Span) as JsonObject ?? throw new ControlFault("the body is no JSON object");

    private static SimulatedResponse Json(int status, JsonNode body) => new(
        status, [new("Content-Type", "application/json")], Encoding.UTF8.GetBytes(body.ToJsonString()));
}
