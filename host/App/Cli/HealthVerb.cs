using System.CommandLine;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost health</c>: for container health checks and monitors.</summary>
internal static class HealthVerb
{
    public static Command Command()
    {
        var site = VerbOptions.Site();
        var url = VerbOptions.Url();
        var command = new Command("health", "Says whether the site's host works: exit code 0, else 1.") { site, url };
        command.SetAction((parsed, cancel) =>
            RunAsync(VerbOptions.SiteOf(parsed, site, url), parsed.GetValue(url), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string site, Uri? url, CancellationToken cancel)
    {
        using var host = HostClient.To(site, url);
        var (status, text) = await host.ProbeAsync("/healthz", cancel);
        Terminal.Line(text);
        return status == 200 ? CommandLine.Fine : CommandLine.NeedsYou;
    }
}
