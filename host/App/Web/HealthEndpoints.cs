using IntegrationHost.Engine;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Web;

/// <summary><c>/healthz</c>: the engine's loops go round and the state can be written; restart the host when it says
/// 503. <c>/readyz</c>: webhooks are taken.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public static void MapHealth(this IEndpointRouteBuilder routes, IEngine engine, IUpkeep upkeep, TimeProvider time)
    {
        routes.MapGet("/healthz", async (CancellationToken cancel) =>
        {
            var store = await AskAsync(upkeep, time, cancel);
            var beat = Heartbeat.IsFresh(engine.Status(), time);
            var detail = !store.Ok ? store.Detail : beat ? "ok" : "the engine's loops have not gone round for a while";
            return Results.Text(detail, statusCode: store.Ok && beat ? 200 : StatusCodes.Status503ServiceUnavailable);
        });
        routes.MapGet("/readyz", async (CancellationToken cancel) =>
        {
            var store = await AskAsync(upkeep, time, cancel);
            return Results.Text(store.Ok ? "ready" : store.Detail,
                statusCode: store.Ok ? 200 : StatusCodes.Status503ServiceUnavailable);
        });
    }

    // A disk that stands still answers nothing, and a monitor wants an answer.
    private static async Task<StoreHealth> AskAsync(IUpkeep upkeep, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            return await upkeep.HealthAsync(cancel).WaitAsync(AnswerWithin, time, cancel);
        }
        catch (TimeoutException)
        {
            return new StoreHealth(
                false, $"the state has not answered for {AnswerWithin.TotalSeconds} s; look at the disk", 0, 0);
        }
    }
}
