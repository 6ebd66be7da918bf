using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine.Planning;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost release</c>.</summary>
internal static class ReleaseVerb
{
    public static Command Command()
    {
        var cause = new Option<string?>("--cause") { Description = "The cause, as 'ihost problems' shows it" };
        var plan = new Option<string?>("--plan")
        {
            Description = "The plan, as 'ihost plan' names it; refused where anything has moved since",
        };
        var some = new Option<int?>("--canary")
        {
            Description = "Release only so many, to see whether it is mended",
        };
        var canary = VerbOptions.Within(some, 1, int.MaxValue);
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command("release", "Lets the records of a cause, or of a plan, go on.")
        {
            cause, plan, canary, site, json,
        };
        command.SetAction((parsed, cancel) => (parsed.GetValue(cause), parsed.GetValue(plan)) switch
        {
            ({ Length: > 0 } named, null) => OfCauseAsync(VerbOptions.SiteOf(parsed, site),
                new ReleaseShape(named, parsed.GetValue(canary)), parsed.GetValue(json), cancel),
            (null, { Length: > 0 } made) => OfPlanAsync(VerbOptions.SiteOf(parsed, site), made,
                new PlanReleaseShape(parsed.GetValue(canary)), parsed.GetValue(json), cancel),
            _ => throw new WrongUseException("what shall go on? name one: --cause, as 'ihost problems' shows it, "
                + "or --plan, as 'ihost plan' names it"),
        });
        return command;
    }

    private static async Task<int> OfCauseAsync(
        string site, ReleaseShape release, bool json, CancellationToken cancel)
    {
        using var host = HostClient.To(site, null);
        var answer = await host.PostAsync<ReleasedShape>("/api/v1/problems/release", release, cancel);
        Terminal.Line(json ? JsonSerializer.Serialize(answer, ApiJson.Options)
            : answer.Released == 0 ? "nothing waits for this cause"
            : $"{Show.Count(answer.Released, "record")} released; 'ihost problems' shows what still waits");
        return answer.Released == 0 ? CommandLine.NeedsYou : CommandLine.Fine;
    }

    private static async Task<int> OfPlanAsync(
        string site, string plan, PlanReleaseShape release, bool json, CancellationToken cancel)
    {
        using var host = HostClient.ToPatiently(site);
        var answer = await host.PostAsync<PlanRelease>(
            $"/api/v1/plans/{Uri.EscapeDataString(plan)}/release", release, cancel);
        if (json)
        {
            Terminal.Line(JsonSerializer.Serialize(answer, ApiJson.Options));
        }
        else if (answer.Moved.Count > 0)
        {
            Terminal.Error($"refused: since the plan was made these have moved, in the source, in the target or by the "
                + $"script: {string.Join(", ", answer.Moved)}; nothing was released, make the plan again");
        }
        else
        {
            Terminal.Line(answer.Released == 0 ? "the plan has nothing to release"
                : $"{Show.Count(answer.Released, "record")} released; 'ihost problems' shows what still waits");
        }

        return answer.Released == 0 ? CommandLine.NeedsYou : CommandLine.Fine;
    }
}
