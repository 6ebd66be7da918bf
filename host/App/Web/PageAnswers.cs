namespace IntegrationHost.App.Web;

/// <summary>What a browser is answered besides the page itself: a page for an address that does not exist and for a
/// page that could not be made, and the order to load nothing from elsewhere.</summary>
internal static class PageAnswers
{
    private const string OnlyFromHere =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] ForMachines = ["/api/", "/webhooks/", "/page/", "/healthz", "/readyz"];

    public static void UsePageAnswers(this WebApplication app) =>
        app.UseWhen(context => IsPage(context.Request.Path.Value ?? "/"), pages =>
        {
            pages.Use((context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    var headers = context.Response.Headers;
                    headers.ContentSecurityPolicy = OnlyFromHere;
                    headers.XContentTypeOptions = "nosniff";
                    headers["Referrer-Policy"] = "no-referrer";
                    headers.CacheControl = "no-store";
                    return Task.CompletedTask;
                });
                return next(context);
            });
            // A page is made with services of its own: what is left of the first attempt cannot be used again.
            pages.UseExceptionHandler(
                new ExceptionHandlerOptions { ExceptionHandlingPath = "/broken", CreateScopeForErrors = true });
            pages.UseStatusCodePagesWithReExecute("/missing", createScopeForStatusCodePages: true);
        });

    private static bool IsPage(string path) =>
        !ForMachines.Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal));
}
