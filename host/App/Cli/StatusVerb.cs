using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost status</c>.</summary>
internal static class StatusVerb
{
    public static Command Command()
    {
        var site = VerbOptions.Site();
        var url = VerbOptions.Url();
        var json = VerbOptions.Json();
        var command = new Command("status", "Shows what flows, what waits, and how connections and state are.")
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
            || status.Connections.Any(connection => connection.State != ConnectionState.Open)
            || !status.State.Ok || status.State.Warnings.Count > 0;
        return wrong ? CommandLine.NeedsYou : CommandLine.Fine;
    }

    private static void Print(StatusShape status)
    {
        var now = TimeProvider.System.GetUtcNow();
        Terminal.Line($"page {status.Page}");
        Print(status.State);
        Terminal.Table(
            ["flow", "from", "to", "read", "written", "held", "refused", "skipped", "on their way", "oldest",
                "last poll", "next poll"],
            status.Flows.Select(flow => (IReadOnlyList<string>)
            [
                flow.Name, flow.From, flow.To,
                Number(flow.Counts.Read), Number(flow.Counts.Written), Number(flow.Counts.Held),
                Number(flow.Counts.Refused), Number(flow.Counts.Skipped), Number(flow.Counts.Pending),
                flow.OldestPending is { } oldest ? Show.Age(oldest, now) : "",
                flow.LastPoll?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "never",
                flow.NextPoll?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "",
            ]));
        foreach (var flow in status.Flows)
        {
            foreach (var fault in new[] { flow.PollFault, flow.ScriptFault }.OfType<string>())
            {
                Terminal.Line($"{flow.Name}: {fault}");
            }
        }

        AccountTable.Print(status);
    }

    private static void Print(StoreHealth state)
    {
        Terminal.Line($"state {state.Kind}, {Show.Bytes(state.Bytes)}, "
            + $"{Show.Count(state.Pending, "change")} on their way, encryption {state.Encryption}");
        foreach (var fault in state.Ok ? state.Warnings : state.Warnings.Prepend(state.Detail))
        {
            Terminal.Line($"state: {fault}");
        }
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
