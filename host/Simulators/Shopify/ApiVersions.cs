namespace IntegrationHost.Simulators.Shopify;

/// <summary>The versions of the API that are played, alike.</summary>
internal static class ApiVersions
{
    public static readonly string[] All = ["2026-07", "2026-10"];

    /// <summary>Where a version's documents are posted.</summary>
    public static string PathOf(string version) => $"/admin/api/{version}/graphql.json";
}
