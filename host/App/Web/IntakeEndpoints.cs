using IntegrationHost.App.Api;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Intake;

namespace IntegrationHost.App.Web;

/// <summary>Where flows stand in their feeds, and reading history in.</summary>
internal static class IntakeEndpoints
{
    private const string Operator = "the ihost command";

    public static void MapIntake(this IEndpointRouteBuilder routes, IEngine engine)
    {
        var api = routes.MapGroup("/api/v1");
        api.MapGet("/flows/{flow}/cursor", (string flow, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Cursors.ShowAsync(flow, cancel)));
        api.MapGet("/flows/{flow}/cursor/preview", (string flow, DateTimeOffset to, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Cursors.PreviewAsync(flow, to, cancel)));
        api.MapPut("/flows/{flow}/cursor", (string flow, RewindShape rewind, CancellationToken cancel) =>
            ApiAnswer.OfAsync(async () =>
            {
                await engine.Cursors.RewindAsync(flow, rewind.To, Operator, cancel);
                return await engine.Cursors.ShowAsync(flow, cancel);
            }));
        api.MapGet("/backfills", (CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Backfills.ListAsync(cancel)));
        api.MapPost("/flows/{flow}/backfill/preview", (string flow, BackfillShape asked, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Backfills.PreviewAsync(OrderOf(flow, asked), cancel)));
        api.MapPost("/flows/{flow}/backfill", (string flow, BackfillShape asked, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Backfills.StartAsync(OrderOf(flow, asked), Operator, cancel)));
        api.MapDelete("/flows/{flow}/backfill", (string flow, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Backfills.StopAsync(flow, Operator, cancel)));
    }

    private static BackfillOrder OrderOf(string flow, BackfillShape asked) => new(flow, asked.Since, asked.Ids);
}
