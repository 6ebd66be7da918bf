using System.CommandLine;
using IntegrationHost.App.Site;

namespace IntegrationHost.App.Cli;

/// <summary>Options several verbs have.</summary>
internal static class VerbOptions
{
    public static Option<string?> Site() => new("--site")
    {
        Description = "The site's folder (else IHOST_SITE, the current folder, or the newest running demo)",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for a machine" };

    public static Option<Uri?> Url() =>
        new("--url") { Description = "Ask a host at this address instead of by its socket" };

    /// <summary>The site meant.</summary>
    public static string SiteOf(ParseResult parsed, Option<string?> option)
    {
        var site = SiteFolders.Find(parsed.GetValue(option))
            ?? throw new UseException("which site? go into its folder, or say --site <folder>");
        return File.Exists(Path.Combine(site, SiteFolders.FileName))
            ? site
            : throw new UseException(
                $"'{site}' has no {SiteFolders.FileName}; make a site with 'ihost new shopify-netsuite <folder>'");
    }
}
