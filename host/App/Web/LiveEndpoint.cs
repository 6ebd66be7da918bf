using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IntegrationHost.Engine;

namespace IntegrationHost.App.Web;

/// <summary><c>GET /api/v1/live</c>: a server-sent event whenever a count, a problem or a connection's state has
/// changed, at most one a second. The page reads itself again then; it holds no state.</summary>
internal static class LiveEndpoint
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    public static void MapLive(this IEndpointRouteBuilder routes, IEngine engine, TimeProvider time) =>
        routes.MapGet("/api/v1/live", (IHostApplicationLifetime host, CancellationToken cancel) =>
            TypedResults.ServerSentEvents(MovesAsync(engine, time, host.ApplicationStopping, cancel)));

    private static async IAsyncEnumerable<SseItem<string>> MovesAsync(
        IEngine engine, TimeProvider time, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var before = "";
        using var timer = new PeriodicTimer(Every, time);
        // A stop ends the stream by itself: an open page would hold the stop up.
        while (!stopping.IsCancellationRequested && await timer.WaitForNextTickAsync(cancel))
        {
            var now = await PrintAsync(engine, cancel);
            if (now != before)
            {
                before = now;
                yield return new SseItem<string>("counts", "moved");
            }
        }
    }

    private static async Task<string> PrintAsync(IEngine engine, CancellationToken cancel)
    {
        var counts = await engine.History.CountsAsync(cancel);
        var problems = await engine.History.ProblemsAsync(cancel);
        var connections = engine.Status().Connections;
        return string.Join('\n',
            counts.Select(flow => flow.ToString())
                .Concat(problems.Select(problem => $"{problem.Cause} {problem.Count}"))
                .Concat(connections.Select(connection => connection.ToString())));
    }
}
