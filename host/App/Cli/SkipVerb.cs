using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost skip</c>.</summary>
internal static class SkipVerb
{
    public static Command Command()
    {
        var cause = new Option<string>("--cause")
        {
            Description = "The cause, as 'ihost problems' shows it",
            Required = true,
        };
        var reason = new Option<string>("--reason")
        {
            Description = "Why; it stands in the history of each record",
            Required = true,
        };
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command("skip", "Settles the records of a cause without writing them.")
        {
            cause, reason, site, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var host = HostClient.To(VerbOptions.SiteOf(parsed, site), null);
            var skip = new SkipShape(parsed.GetValue(cause)!, parsed.GetValue(reason)!);
            var answer = await host.PostAsync<RuledShape>("/api/v1/problems/skip", skip, cancel);
            Terminal.Line(parsed.GetValue(json) ? JsonSerializer.Serialize(answer, ApiJson.Options)
                : answer.Records == 0 ? "nothing waits for this cause"
                : $"{Show.Count(answer.Records, "record")} skipped; what changes at the source is handled as ever");
            return answer.Records == 0 ? CommandLine.NeedsYou : CommandLine.Fine;
        });
        return command;
    }
}
