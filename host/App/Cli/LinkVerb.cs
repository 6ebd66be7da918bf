using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine.Adopting;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost link</c>.</summary>
internal static class LinkVerb
{
    private const int ShownMost = 50;

    public static Command Command()
    {
        var flow = VerbOptions.Flow();
        var by = new Option<string[]>("--by")
        {
            Description = "By what two records are one, the surest first: source path=target field, for example "
                + "name=otherRefNum or email=email; without it by the outside key the script writes",
            AllowMultipleArgumentsPerToken = true,
        };
        var since = InstantOption.Named("--since", "Only records changed since");
        var ids = new Option<string[]>("--ids")
        {
            Description = "Only these records of the source, by their ids",
            AllowMultipleArgumentsPerToken = true,
        };
        var yes = VerbOptions.Yes();
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command("link", "Shows which records of a flow have a partner in the target already; with "
            + "--yes links the sure ones, so that they are never made again.")
        {
            flow, by, since, ids, yes, site, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var named = (parsed.GetValue(ids) ?? []).SelectMany(text => text.Split(',')).ToArray();
            var asked = new LinkShape([.. (parsed.GetValue(by) ?? []).Select(RuleOf)], parsed.GetValue(since),
                named.Length > 0 ? named : null);
            using var host = HostClient.ToPatiently(VerbOptions.SiteOf(parsed, site));
            var path = $"/api/v1/flows/{Uri.EscapeDataString(parsed.GetValue(flow)!)}/link";
            var report = await host.PostAsync<LinkReport>(
                parsed.GetValue(yes) ? path : $"{path}/preview", asked, cancel);
            if (parsed.GetValue(json))
            {
                Terminal.Line(JsonSerializer.Serialize(report, ApiJson.Options));
            }
            else
            {
                Print(report);
            }

            return report.Ambiguous.Count > 0 ? CommandLine.NeedsYou : CommandLine.Fine;
        });
        return command;
    }

    private static LinkRule RuleOf(string text) => text.Split('=') switch
    {
        [{ Length: > 0 } key] => new LinkRule("", key),
        [{ Length: > 0 } source, { Length: > 0 } target] => new LinkRule(source, target),
        _ => throw new WrongUseException(
            $"'{text}' is no rule; write source path=target field, for example name=otherRefNum"),
    };

    private static void Print(LinkReport report)
    {
        foreach (var pair in report.Pairs.Take(ShownMost))
        {
            Terminal.Line($"  {pair.Name} ({pair.Id}) ↔ {pair.TargetEntity} {pair.TargetId}, by {pair.By}");
        }

        if (report.Pairs.Count > ShownMost)
        {
            Terminal.Line($"  and {Show.Count(report.Pairs.Count - ShownMost, "pair")} more; --json has them all");
        }

        foreach (var record in report.Ambiguous.Take(ShownMost))
        {
            Terminal.Line($"  {record.Name} ({record.Id}) is not sure: {record.Why} "
                + $"({string.Join(", ", record.TargetIds)})");
        }

        Terminal.Line($"{report.Flow}: {Show.Count(report.Looked, "record")} looked at, {report.Linked} linked before, "
            + $"{Show.Count(report.Pairs.Count, "pair")} {(report.IsWritten ? "linked now" : "found")}, "
            + $"{report.Ambiguous.Count} not sure, {report.Missing} without a partner"
            + (report.IsComplete ? "" : "; there are more records than were looked at"));
        Terminal.Line(report switch
        {
            { IsWritten: true } =>
                "nothing was written to the target; from now on changes of these update their partner",
            { Pairs.Count: 0 } => "nothing was changed",
            _ => "nothing was changed; to link them, say --yes",
        });
    }
}
