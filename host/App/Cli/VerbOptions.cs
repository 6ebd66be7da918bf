using System.CommandLine;
using System.Globalization;
using IntegrationHost.App.Site;

namespace IntegrationHost.App.Cli;

/// <summary>Options several verbs have.</summary>
internal static class VerbOptions
{
    public static Option<string?> Site() => new("--site")
    {
        Description = "The site's folder (else IHOST_SITE, the current folder, or the newest running demo)",
    };

    public static Argument<string> Flow() => new("flow")
    {
        Description = "The flow's name, as 'ihost status' shows it",
    };

    public static Option<bool> Yes() => new("--yes")
    {
        Description = "Do it; without this only what would happen is shown",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for a machine" };

    public static Option<Uri?> Url() => new("--url")
    {
        Description = "Ask a host at this address instead of by its socket, for example http://127.0.0.1:8080",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
            {
                return address;
            }

            result.AddError($"'{text}' is no http or https address; write it like http://127.0.0.1:8080");
            return null;
        },
    };

    public static Option<int> Port(string description) =>
        Within(new Option<int>("--port") { Description = description }, 0, 65_535);

    /// <summary>The option, refusing numbers outside of these bounds.</summary>
    public static Option<T> Within<T>(Option<T> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            if (int.TryParse(result.Tokens.SingleOrDefault()?.Value, CultureInfo.InvariantCulture, out var number)
                && (number < least || number > most))
            {
                result.AddError($"{option.Name} must be between {least} and {most}");
            }
        });
        return option;
    }

    /// <summary>The site meant; none is wanted where an address was given.</summary>
    public static string SiteOf(ParseResult parsed, Option<string?> option, Option<Uri?> url) =>
        parsed.GetValue(url) is null ? SiteOf(parsed, option) : "";

    /// <summary>The site meant.</summary>
    public static string SiteOf(ParseResult parsed, Option<string?> option)
    {
        var site = SiteFolders.Find(parsed.GetValue(option))
            ?? throw new WrongUseException(
                "which site? go into its folder, or say --site <folder>; no demo runs on this machine");
        return File.Exists(Path.Combine(site, SiteFolders.FileName))
            ? site
            : throw new WrongUseException(
                $"'{site}' has no {SiteFolders.FileName}; make a site with 'ihost new shopify-netsuite <folder>'");
    }
}
