using System.Globalization;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>How long an API version is served: a stable one comes each quarter and stays for a year at least; Shopify
/// says of 2026-07 "until at least 2027-07-01 15:00 UTC". Pure.</summary>
internal static class ApiVersion
{
    /// <summary>The day from which the version may be gone.</summary>
    public static DateTimeOffset RetiresAt(string version) => DateTimeOffset.ParseExact(
        version + "-01 15:00", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        .AddYears(1);

    /// <summary>What to say of it in a check.</summary>
    public static string Describe(string version, DateTimeOffset now) => (RetiresAt(version) - now).Days switch
    {
        < 0 => $"API {version}, which may be gone since {RetiresAt(version):yyyy-MM-dd}: set options.apiVersion",
        var days => string.Create(CultureInfo.InvariantCulture, $"API {version}, served for {days} days or more"),
    };
}
