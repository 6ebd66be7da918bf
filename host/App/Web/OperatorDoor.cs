using System.Net;

namespace IntegrationHost.App.Web;

/// <summary>Who may see the page and the API, and who may change things. Webhooks and health answer everybody. The page
/// answers this machine only, unless the site says otherwise; changes come through the command line's socket.</summary>
internal sealed class OperatorDoor(RequestDelegate next, WebSettings settings)
{
    private static readonly string[] ForEverybody = ["/webhooks/", "/healthz", "/readyz"];
    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]", "::1"];

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var (status, reason) = ForEverybody.Any(open => path.StartsWith(open, StringComparison.Ordinal))
            ? (0, "")
            : Judge(context);
        if (status == 0)
        {
            return next(context);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason, context.RequestAborted);
    }

    private (int Status, string Reason) Judge(HttpContext context)
    {
        if (IsSocket(context.Connection))
        {
            return (0, "");
        }

        if (!settings.PageForNetwork && !IsThisMachine(context))
        {
            return (StatusCodes.Status403Forbidden,
                "the page and the API answer this machine only; set web:pageFor to \"network\" "
                + "behind a proxy that knows your people");
        }

        return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? (0, "")
            : (StatusCodes.Status403Forbidden, "changes are made with the ihost command on the host's own machine");
    }

    private static bool IsSocket(ConnectionInfo connection) => connection.RemoteIpAddress is null;

    // The name is checked as well: a page of a foreign site could otherwise reach a loopback address by its own DNS
    // name.
    private static bool IsThisMachine(HttpContext context) =>
        IPAddress.IsLoopback(context.Connection.RemoteIpAddress!)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && LocalNames.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);
}
