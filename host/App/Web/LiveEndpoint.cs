using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using IntegrationHost.Engine;

namespace IntegrationHost.App.Web;

/// <summary><c>GET /api/v1/live</c>: a server-sent event whenever a count, a problem, or the state of a flow or a
/// connection has changed, at most one a second; and after ten quiet seconds, so that the times on the page stay true
/// and no proxy takes the stream for dead. The page reads itself again then; it holds no state.</summary>
internal static class LiveEndpoint
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private const int QuietTurnsMost = 10;

    public static void MapLive(this IEndpointRouteBuilder routes, IEngine engine, TimeProvider time) =>
        routes.MapGet("/api/v1/live", (IHostApplicationLifetime host, CancellationToken cancel) =>
            TypedResults.ServerSentEvents(MovesAsync(engine, time, host.ApplicationStopping, cancel)));

    private static async IAsyncEnumerable<SseItem<string>> MovesAsync(
        IEngine engine, TimeProvider time, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        string? before = null; // What was missed before the stream was open is told with its first event.
        var quiet = 0;
        using var timer = new PeriodicTimer(Every, time);
        // A stop ends the stream by itself: an open page would hold the stop up.
        while (!stopping.IsCancellationRequested && await timer.WaitForNextTickAsync(cancel))
        {
            var now = await PrintAsync(engine, cancel);
            if (now != before || ++quiet >= QuietTurnsMost)
            {
                (before, quiet) = (now, 0);
                yield return new SseItem<string>("counts", "moved");
            }
        }
    }

    private static async Task<string> PrintAsync(IEngine engine, CancellationToken cancel)
    {
        var counts = await engine.History.CountsAsync(cancel);
        var problems = await engine.ProblemsAsync(cancel);
        var status = engine.Status();
        return string.Join('\n',
            counts.Select(flow => flow.ToString())
                .Concat(problems.Select(problem => $"{problem.Cause} {problem.Count}"))
                .Concat(status.Flows.Select(flow => $"{flow.PollFault} {flow.ScriptVersion} {flow.ScriptFault}"))
                .Concat(status.Connections.Select(each =>
                    $"{each.State} {each.Fault} {each.Waiting} {each.Throttled}")));
    }
}
