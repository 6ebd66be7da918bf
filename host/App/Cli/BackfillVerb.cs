using System.CommandLine;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.Engine.Intake;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost backfill</c>.</summary>
internal static class BackfillVerb
{
    public static Command Command()
    {
        var flow = VerbOptions.Flow();
        var since = InstantOption.Named("--since", "Read in what changed since");
        var ids = new Option<string[]>("--ids")
        {
            Description = "Read in these records of the source, by their ids",
            AllowMultipleArgumentsPerToken = true,
        };
        var file = new Option<string?>("--file")
        {
            Description = "Read in the records whose ids stand in this file, one a line",
        };
        var yes = VerbOptions.Yes();
        var detach = new Option<bool>("--detach") { Description = "Start it and leave; it goes on in the host" };
        var stop = new Option<bool>("--stop") { Description = "End the one that runs; what was read goes its way" };
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command("backfill", "Shows what history a flow would read in; with --yes reads it in, "
            + "below all live traffic and over restarts.")
        {
            flow, since, ids, file, yes, detach, stop, site, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var host = HostClient.ToPatiently(VerbOptions.SiteOf(parsed, site));
            var path = $"/api/v1/flows/{Uri.EscapeDataString(parsed.GetValue(flow)!)}/backfill";
            if (parsed.GetValue(stop))
            {
                return await StopAsync(host, path, cancel);
            }

            var asked = new BackfillShape(parsed.GetValue(since),
                IdsOf(parsed.GetValue(ids) ?? [], parsed.GetValue(file)));
            if (!parsed.GetValue(yes))
            {
                var preview = await host.PostAsync<RewindPreview>($"{path}/preview", asked, cancel);
                Terminal.Line(parsed.GetValue(json) ? JsonSerializer.Serialize(preview, ApiJson.Options)
                    : $"{CursorVerb.Describe(preview)}\nnothing was changed; to do it, say --yes");
                return CommandLine.Fine;
            }

            var status = await host.PostAsync<BackfillStatus>(path, asked, cancel);
            status = parsed.GetValue(detach) ? status
                : await BackfillProgress.FollowAsync(host, status, parsed.GetValue(json), cancel);
            Print(status, parsed.GetValue(json));
            return status.State is BackfillStatus.Running or BackfillStatus.Done
                ? CommandLine.Fine : CommandLine.NeedsYou;
        });
        return command;
    }

    private static string[]? IdsOf(string[] ids, string? file)
    {
        if (file is not null && !File.Exists(file))
        {
            throw new WrongUseException($"there is no file '{file}'");
        }

        string[] all = [.. ids, .. file is null ? [] : File.ReadLines(file).Select(line => line.Trim())];
        all = [.. all.SelectMany(text => text.Split(',')).Where(id => id.Length > 0)];
        return all.Length > 0 ? all
            : file is not null ? throw new WrongUseException($"'{file}' has no id; write one a line") : null;
    }

    private static async Task<int> StopAsync(HostClient host, string path, CancellationToken cancel)
    {
        var stopped = await host.DeleteAsync<bool>(path, cancel);
        Terminal.Line(stopped ? "stopped; what was read goes its way" : "no backfill of this flow runs");
        return stopped ? CommandLine.Fine : CommandLine.NeedsYou;
    }

    private static void Print(BackfillStatus status, bool json)
    {
        if (json)
        {
            Terminal.Line(JsonSerializer.Serialize(status, ApiJson.Options));
            return;
        }

        Terminal.Line($"{status.Flow}: {status.State} (by {status.Way}), "
            + $"{Web.Page.Show.Count((int)status.Read, "record")} read, "
            + $"{Web.Page.Show.Number(status.Stored)} of them new");
        if (status.Note is not null)
        {
            Terminal.Line(status.Note);
        }

        Terminal.Line(status.State == BackfillStatus.Running
            ? $"it goes on in the host; 'ihost backfill {status.Flow} --stop' ends it"
            : "'ihost status' shows what is on its way, 'ihost problems' what waits");
    }
}
