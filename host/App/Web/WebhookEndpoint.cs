using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Intake;

namespace IntegrationHost.App.Web;

/// <summary><c>POST /webhooks/{connection}</c>: 200 once durable, 401 for what is not genuine, 400 for what is but
/// cannot be read, 404 for an unknown connection, 413 for a body over the limit, 503 while the connection cannot be
/// used or the state cannot be written (the sender tries again).</summary>
internal static class WebhookEndpoint
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes, IEngine engine, ILogger log) =>
        routes.MapPost("/webhooks/{connection}", async (
            string connection, HttpRequest request, CancellationToken cancel) =>
        {
            byte[] body;
            try
            {
                body = await ReadAsync(request, cancel);
            }
            catch (BadHttpRequestException tooLarge)
            {
                log.LogWarning("Webhook for {Connection} refused: {Reason}", connection, tooLarge.Message);
                return Results.Text("the body is larger than this host takes", statusCode: tooLarge.StatusCode);
            }

            var headers = request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            try
            {
                return AnswerOf(await engine.AcceptWebhookAsync(connection, new WebhookRequest(headers, body), cancel));
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                log.LogError(
                    fault, "Webhook for {Connection} could not be stored, its sender shall repeat it", connection);
                return Results.Text("not stored, please repeat", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        });

    private static IResult AnswerOf(WebhookAnswer answer) => answer switch
    {
        WebhookAnswer.Accepted => Results.Ok(),
        WebhookAnswer.Refused refused => Results.Text(refused.Reason, statusCode: StatusCodes.Status401Unauthorized),
        WebhookAnswer.Unreadable bad => Results.Text(bad.Reason, statusCode: StatusCodes.Status400BadRequest),
        WebhookAnswer.Unusable later => Results.Text(
            later.Reason, statusCode: StatusCodes.Status503ServiceUnavailable),
        WebhookAnswer.Unknown unknown => Results.Text(unknown.Reason, statusCode: StatusCodes.Status404NotFound),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        using var body = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, 1024 * 1024));
        await request.Body.CopyToAsync(body, cancel);
        return body.ToArray();
    }
}
