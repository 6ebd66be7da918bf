using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.Engine;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost status</c>.</summary>
internal static class StatusVerb
{
    public static Command Command()
    {
        var site = VerbOptions.Site();
        var url = VerbOptions.Url();
        var json = VerbOptions.Json();
        var command = new Command("status", "Shows what flows, what waits, and how connections are.")
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
        var status = await host.GetAsync<StatusShape>("/api/v1/status", cancel);
        if (json)
        {
            Terminal.Line(JsonSerializer.Serialize(status, ApiJson.Options));
        }
        else
        {
            Print(status);
        }

        var wrong = status.Flows.Any(
            flow => flow.ScriptFault is not null || flow.PollFault is not null || flow.Counts.Refused > 0)
            || status.Connections.Any(connection => connection.State != ConnectionState.Open);
        return wrong ? CommandLine.NeedsYou : CommandLine.Fine;
    }

    private static void Print(StatusShape status)
    {
        Terminal.Line($"page {status.Page}");
        Terminal.Table(
            ["flow", "from", "to", "read", "written", "held", "refused", "skipped", "on their way", "last poll"],
            status.Flows.Select(flow => (IReadOnlyList<string>)
            [
                flow.Name, flow.From, flow.To,
                Number(flow.Counts.Read), Number(flow.Counts.Written), Number(flow.Counts.Held),
                Number(flow.Counts.Refused), Number(flow.Counts.Skipped), Number(flow.Counts.Pending),
                flow.LastPoll?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "never",
            ]));
        foreach (var flow in status.Flows)
        {
            foreach (var fault in new[] { flow.PollFault, flow.ScriptFault }.OfType<string>())
            {
                Terminal.Line($"{flow.Name}: {fault}");
            }
        }

        foreach (var connection in status.Connections.Where(connection => connection.Fault is not null))
        {
            Terminal.Line($"{connection.Name} ({connection.State.ToString().ToLowerInvariant()}): {connection.Fault}");
        }
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
