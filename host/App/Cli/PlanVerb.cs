using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.Engine.Planning;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost plan</c>.</summary>
internal static class PlanVerb
{
    public static Command Command()
    {
        var flow = VerbOptions.Flow();
        var since = InstantOption.Named("--since", "Records changed since");
        var ids = new Option<string[]>("--ids")
        {
            Description = "These records of the source, by their ids",
            AllowMultipleArgumentsPerToken = true,
        };
        var cause = new Option<string?>("--cause") { Description = "Records that wait for this cause" };
        var most = VerbOptions.Within(
            new Option<int?>("--most") { Description = $"So many records ({PlanOrder.RecordsUsual})" },
            1, PlanOrder.RecordsMost);
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command("plan", "Shows field by field what a flow would write, and writes nothing; without "
            + "an option, of all that waits in it. Exit code 1 when a record needs you.")
        {
            flow, since, ids, cause, most, site, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var named = (parsed.GetValue(ids) ?? []).SelectMany(text => text.Split(',')).ToArray();
            var asked = new PlanShape(parsed.GetValue(since), named.Length > 0 ? named : null, parsed.GetValue(cause),
                parsed.GetValue(most));
            if (new object?[] { asked.Since, asked.Ids, asked.Cause }.Count(given => given is not null) > 1)
            {
                throw new WrongUseException("one of --since, --ids and --cause is enough; name the records one way");
            }

            using var host = HostClient.ToPatiently(VerbOptions.SiteOf(parsed, site));
            var plan = await host.PostAsync<Plan>(
                $"/api/v1/flows/{Uri.EscapeDataString(parsed.GetValue(flow)!)}/plan", asked, cancel);
            if (parsed.GetValue(json))
            {
                Terminal.Line(JsonSerializer.Serialize(plan, ApiJson.Options));
            }
            else
            {
                PlanText.Lines(plan).ToList().ForEach(Terminal.Line);
            }

            return plan.Records.Any(record => record.What == PlannedKind.Refuse)
                ? CommandLine.NeedsYou : CommandLine.Fine;
        });
        return command;
    }
}
