using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost replay</c>.</summary>
internal static class ReplayVerb
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
            Description = "Replay only so many, to see whether it is mended",
        };
        var canary = VerbOptions.Within(some, 1, int.MaxValue);
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command(
            "replay", "Maps the stored input of the records of a cause once more, with the scripts as they are now.")
        {
            cause, canary, site, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var host = HostClient.To(VerbOptions.SiteOf(parsed, site), null);
            var replay = new ReplayShape(parsed.GetValue(cause)!, parsed.GetValue(canary));
            var answer = await host.PostAsync<RuledShape>("/api/v1/problems/replay", replay, cancel);
            Terminal.Line(parsed.GetValue(json) ? JsonSerializer.Serialize(answer, ApiJson.Options)
                : answer.Records == 0 ? "nothing waits for this cause"
                : $"{Show.Count(answer.Records, "record")} replayed; 'ihost problems' shows what still waits");
            return answer.Records == 0 ? CommandLine.NeedsYou : CommandLine.Fine;
        });
        return command;
    }
}
