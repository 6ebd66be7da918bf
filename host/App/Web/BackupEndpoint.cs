using IntegrationHost.Engine.Ledger;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace IntegrationHost.App.Web;

/// <summary><c>POST /api/v1/backup</c>: a copy of the state, while everything goes on. It is asked for like a change,
/// so that it leaves the host through the command line's socket only.</summary>
internal static class BackupEndpoint
{
    public static void MapBackup(this IEndpointRouteBuilder routes, IUpkeep upkeep, ILogger log) =>
        routes.MapPost("/api/v1/backup", (HttpContext context) => SendAsync(context, upkeep, log));

    private static async Task SendAsync(HttpContext context, IUpkeep upkeep, ILogger log)
    {
        var response = context.Response;
        response.ContentType = "application/octet-stream";
        // Whoever takes the copy may be slow: a copy cut off by the server's own patience would be of no use.
        context.Features.GetRequiredFeature<IHttpMinResponseDataRateFeature>().MinDataRate = null;
        // The store packs as it writes, and packing streams end with a plain write.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        try
        {
            await upkeep.BackupAsync(response.Body, context.RequestAborted);
        }
        catch (NotSupportedException other) when (!response.HasStarted)
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, other.Message);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "The backup was broken off");
            if (response.HasStarted)
            {
                context.Abort(); // What was sent must not look whole.
            }
            else
            {
                await SayAsync(context, StatusCodes.Status503ServiceUnavailable, fault.Message);
            }
        }
    }

    private static Task SayAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
