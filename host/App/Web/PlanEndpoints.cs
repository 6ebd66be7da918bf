using IntegrationHost.App.Api;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Adopting;
using IntegrationHost.Engine.Planning;

namespace IntegrationHost.App.Web;

/// <summary>What flows would write, and pairs that exist already.</summary>
internal static class PlanEndpoints
{
    private const string Operator = "the ihost command";

    public static void MapPlans(this IEndpointRouteBuilder routes, IEngine engine)
    {
        var api = routes.MapGroup("/api/v1");
        api.MapPost("/flows/{flow}/plan", (string flow, PlanShape asked, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Plans.MakeAsync(OrderOf(flow, asked), cancel)));
        api.MapPost("/plans/{plan}/release", (string plan, PlanReleaseShape asked, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() =>
                engine.Plans.ReleaseAsync(plan, asked.Most ?? int.MaxValue, Operator, cancel)));
        api.MapPost("/flows/{flow}/link/preview", (string flow, LinkShape asked, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Linking.PreviewAsync(OrderOf(flow, asked), cancel)));
        api.MapPost("/flows/{flow}/link", (string flow, LinkShape asked, CancellationToken cancel) =>
            ApiAnswer.OfAsync(() => engine.Linking.AdoptAsync(OrderOf(flow, asked), Operator, cancel)));
    }

    private static PlanOrder OrderOf(string flow, PlanShape asked) =>
        new(flow, asked.Since, asked.Ids, asked.Cause, asked.Most ?? PlanOrder.RecordsUsual);

    private static LinkOrder OrderOf(string flow, LinkShape asked) => new(flow, asked.By, asked.Since, asked.Ids);
}
