using IntegrationHost.App.Api;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Web;

/// <summary><c>/api/v1</c>: what the page shows, as JSON; and the few changes, which come through the socket
/// only.</summary>
internal static class ApiEndpoints
{
    private const string Operator = "the ihost command";

    public static void MapApi(this IEndpointRouteBuilder routes, IEngine engine, IUpkeep upkeep, WebSettings settings,
        TimeProvider time)
    {
        var api = routes.MapGroup("/api/v1");
        api.MapGet("/status", (CancellationToken cancel) => StatusAsync(engine, upkeep, settings, time, cancel));
        api.MapGet("/problems", async (CancellationToken cancel) => Json(await engine.ProblemsAsync(cancel)));
        api.MapGet(
            "/records", async (string q, CancellationToken cancel) => Json(await engine.FindAsync(q, cancel)));
        api.MapGet("/records/{flow}/{entity}/{id}", (string flow, string entity, string id, CancellationToken cancel) =>
            PassportAsync(engine, new RecordKey(flow, entity, Uri.UnescapeDataString(id)), cancel));
        api.MapPut("/tables/{table}/{key}", (string table, string key, MapShape map, CancellationToken cancel) =>
            MapAsync(engine, table, Uri.UnescapeDataString(key), map.Value, cancel));
        api.MapPost("/problems/release", async (ReleaseShape release, CancellationToken cancel) =>
            Json(new ReleasedShape(
                await engine.ReleaseAsync(release.Cause, release.Most ?? int.MaxValue, Operator, cancel))));
        api.MapPost("/problems/skip", async (SkipShape skip, CancellationToken cancel) =>
            await RuledAsync(() => engine.SkipAsync(skip.Cause, skip.Reason, Operator, cancel)));
        api.MapPost("/problems/replay", async (ReplayShape replay, CancellationToken cancel) => await RuledAsync(
            () => engine.ReplayAsync(replay.Cause, replay.Most ?? int.MaxValue, Operator, cancel)));
        api.MapPost("/flows/{flow}/poll", (string flow) => engine.PollNow(flow) ? Results.Ok() : Results.NotFound());
    }

    private static async Task<IResult> RuledAsync(Func<Task<int>> rule)
    {
        try
        {
            return Json(new RuledShape(await rule()));
        }
        catch (ArgumentException wrong)
        {
            return Results.Text(wrong.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> MapAsync(
        IEngine engine, string table, string key, string value, CancellationToken cancel)
    {
        try
        {
            return Json(new ReleasedShape(await engine.MapAsync(table, key, value, Operator, cancel)));
        }
        catch (ArgumentException wrong)
        {
            return Results.Text(wrong.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> StatusAsync(
        IEngine engine, IUpkeep upkeep, WebSettings settings, TimeProvider time, CancellationToken cancel)
    {
        var status = engine.Status();
        var counts = (await engine.History.CountsAsync(cancel)).ToDictionary(flow => flow.Flow);
        var oldest = await engine.History.OldestAsync(cancel);
        return Json(new StatusShape(status.StartedAt, status.Heartbeat, settings.Listen[0].AbsoluteUri,
            [.. status.Flows.Select(
                flow => Shape(flow, counts.GetValueOrDefault(flow.Flow.Name), oldest))],
            status.Connections, await StateAnswer.OfAsync(upkeep, time, cancel)));
    }

    private static FlowShape Shape(
        FlowStatus flow, FlowCounts? counts, IReadOnlyDictionary<string, DateTimeOffset> oldest) => new(
        flow.Flow.Name, flow.Flow.From.ToString(), flow.Flow.To.ToString(), flow.Flow.Script, flow.ScriptVersion,
        flow.ScriptFault, flow.LastPoll, flow.PollFault, counts ?? new FlowCounts(flow.Flow.Name, 0, 0, 0, 0, 0, 0))
    {
        Triggers = flow.Triggers,
        NextPoll = flow.NextPoll,
        OldestPending = oldest.TryGetValue(flow.Flow.Name, out var since) ? since : null,
        WaitsForConnection = flow.WaitsForConnection,
    };

    private static async Task<IResult> PassportAsync(IEngine engine, RecordKey record, CancellationToken cancel)
    {
        var state = (await engine.History.FindAsync(record.Id, cancel)).FirstOrDefault(found => found.Record == record);
        var flow = engine.Status().Flows.FirstOrDefault(known => known.Flow.Name == record.Flow)?.Flow;
        return state is null ? Results.NotFound()
            : Json(Passport.Of(state, flow, await engine.History.OfAsync(record, cancel)));
    }

    private static IResult Json<T>(T value) => Results.Json(value, ApiJson.Options);
}
