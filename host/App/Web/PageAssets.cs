using System.Security.Cryptography;

namespace IntegrationHost.App.Web;

/// <summary>The page's own style and script, embedded in the program: nothing comes from elsewhere.</summary>
internal static class PageAssets
{
    public static void MapPageAssets(this IEndpointRouteBuilder routes)
    {
        Map(routes, "page.css", "text/css");
        Map(routes, "page.js", "text/javascript");
    }

    private static void Map(IEndpointRouteBuilder routes, string name, string type)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream($"page/{name}")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.ToArray();
        var tag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue(
            $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"");
        routes.MapGet($"/page/{name}", (HttpResponse response) =>
        {
            // Asked for again each time, answered with 304 while it is the same: an update shows at once.
            response.Headers.CacheControl = "no-cache";
            return Results.Bytes(bytes, type, entityTag: tag);
        });
    }
}
