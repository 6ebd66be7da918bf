using IntegrationHost.Engine;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Web;

/// <summary><c>/healthz</c>: the engine's loops go round and the state can be written; restart the host when it says
/// 503. <c>/readyz</c>: webhooks are taken.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, IEngine engine, IUpkeep upkeep, TimeProvider time)
    {
        routes.MapGet("/healthz", async (CancellationToken cancel) =>
        {
            var store = await StateAnswer.OfAsync(upkeep, time, cancel);
            var beat = Heartbeat.IsFresh(engine.Status(), time);
            var detail = !store.Ok ? store.Detail : beat ? "ok" : "the engine's loops have not gone round for a while";
            return Results.Text(detail, statusCode: store.Ok && beat ? 200 : StatusCodes.Status503ServiceUnavailable);
        });
        routes.MapGet("/readyz", async (CancellationToken cancel) =>
        {
            var store = await StateAnswer.OfAsync(upkeep, time, cancel);
            return Results.Text(store.Ok ? "ready" : store.Detail,
                statusCode: store.Ok ? 200 : StatusCodes.Status503ServiceUnavailable);
        });
    }
}
