using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost problems</c>.</summary>
internal static class ProblemsVerb
{
    public static Command Command()
    {
        var site = VerbOptions.Site();
        var url = VerbOptions.Url();
        var json = VerbOptions.Json();
        var command = new Command("problems",
            "Lists what waits, by cause: how many, how much money, what to do. Exit code 1 when something needs you.")
        {
            site, url, json,
        };
        command.SetAction((parsed, cancel) =>
            RunAsync(VerbOptions.SiteOf(parsed, site, url), parsed.GetValue(url), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string site, Uri? url, bool json, CancellationToken cancel)
    {
        using var host = HostClient.To(site, url);
        var problems = await host.GetAsync<List<Problem>>("/api/v1/problems", cancel);
        if (json)
        {
            Terminal.Line(JsonSerializer.Serialize(problems, ApiJson.Options));
        }
        else if (problems.Count == 0)
        {
            Terminal.Line("Nothing waits.");
        }
        else
        {
            Terminal.Table(["for", "records", "at stake", "why", "what to do", "cause"], problems.Select(Row));
        }

        return problems.Any(problem => problem.NeedsPerson) ? CommandLine.NeedsYou : CommandLine.Fine;
    }

    private static IReadOnlyList<string> Row(Problem problem) =>
    [
        problem.NeedsPerson ? "you" : "itself",
        problem.Count.ToString("N0", CultureInfo.InvariantCulture),
        Show.Money(problem.AtStake),
        $"{problem.Text} ({string.Join(", ", problem.Sample)})",
        problem.Remedy,
        problem.Cause,
    ];
}
