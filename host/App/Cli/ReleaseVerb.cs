using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost release</c>.</summary>
internal static class ReleaseVerb
{
    public static Command Command()
    {
        var cause = new Option<string>("--cause")
        {
            Description = "The cause, as 'ihost problems' shows it",
            Required = true,
        };
        var some = new Option<int?>("--canary")
        {
            Description = "Release only so many, to see whether it is mended",
        };
        var canary = VerbOptions.Within(some, 1, int.MaxValue);
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command("release", "Lets the records of a cause go on.") { cause, canary, site, json };
        command.SetAction(async (parsed, cancel) =>
        {
            using var host = HostClient.To(VerbOptions.SiteOf(parsed, site), null);
            var release = new ReleaseShape(parsed.GetValue(cause)!, parsed.GetValue(canary));
            var answer = await host.PostAsync<ReleasedShape>("/api/v1/problems/release", release, cancel);
            Terminal.Line(parsed.GetValue(json) ? JsonSerializer.Serialize(answer, ApiJson.Options)
                : answer.Released == 0 ? "nothing waits for this cause"
                : $"{Show.Count(answer.Released, "record")} released; 'ihost problems' shows what still waits");
            return answer.Released == 0 ? CommandLine.NeedsYou : CommandLine.Fine;
        });
        return command;
    }
}
