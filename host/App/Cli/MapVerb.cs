using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost map</c>.</summary>
internal static class MapVerb
{
    public static Command Command()
    {
        var table = new Argument<string>("table") { Description = "The table, for example payment-methods" };
        var key = new Argument<string>("key") { Description = "The value that had no entry" };
        var value = new Argument<string>("value") { Description = "What it stands for in the target" };
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command(
            "map", "Gives a table entry a value for good and releases every record that waits for it.")
        {
            table, key, value, site, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            if (parsed.GetValue(table) is not { Length: > 0 } || parsed.GetValue(key) is not { Length: > 0 })
            {
                throw new WrongUseException("which entry? name a table and a key, as 'ihost problems' shows them");
            }

            using var host = HostClient.To(VerbOptions.SiteOf(parsed, site), null);
            var path =
                $"/api/v1/tables/{Uri.EscapeDataString(parsed.GetValue(table)!)}/"
                + Uri.EscapeDataString(parsed.GetValue(key)!);
            var answer = await host.PutAsync<ReleasedShape>(path, new MapShape(parsed.GetValue(value)!), cancel);
            Terminal.Line(parsed.GetValue(json)
                ? JsonSerializer.Serialize(answer, ApiJson.Options)
                : $"mapped; {Show.Count(answer.Released, "record")} released");
            return CommandLine.Fine;
        });
        return command;
    }
}
