using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.Engine.Intake;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost cursor show|rewind</c>.</summary>
internal static class CursorVerb
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static Command Command()
    {
        var command = new Command("cursor", "Shows where a flow stands in its feed, or sets it back.");
        command.Add(Show());
        command.Add(Rewind());
        return command;
    }

    private static Command Show()
    {
        var flow = VerbOptions.Flow();
        var site = VerbOptions.Site();
        var url = VerbOptions.Url();
        var json = VerbOptions.Json();
        var command = new Command("show", "Shows where a flow stands and when it reads next.")
        {
            flow, site, url, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            using var host = HostClient.To(VerbOptions.SiteOf(parsed, site, url), parsed.GetValue(url));
            var cursor = await host.GetAsync<FlowCursor>(PathOf(parsed.GetValue(flow)!), cancel);
            Print(cursor, parsed.GetValue(json));
            return cursor.Fault is null ? CommandLine.Fine : CommandLine.NeedsYou;
        });
        return command;
    }

    private static Command Rewind()
    {
        var flow = VerbOptions.Flow();
        var from = InstantOption.Named("--to", "Where to read on from");
        from.Required = true;
        var yes = VerbOptions.Yes();
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command(
            "rewind", "Shows what a flow would read again from an instant on; with --yes sets it there.")
        {
            flow, from, yes, site, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var (name, instant) = (parsed.GetValue(flow)!, parsed.GetValue(from)!.Value);
            using var host = HostClient.ToPatiently(VerbOptions.SiteOf(parsed, site));
            if (parsed.GetValue(yes))
            {
                var cursor = await host.PutAsync<FlowCursor>(PathOf(name), new RewindShape(instant), cancel);
                Print(cursor, parsed.GetValue(json));
                return CommandLine.Fine;
            }

            var to = Uri.EscapeDataString(instant.ToString("O", CultureInfo.InvariantCulture));
            var preview = await host.GetAsync<RewindPreview>($"{PathOf(name)}/preview?to={to}", cancel);
            Terminal.Line(parsed.GetValue(json) ? JsonSerializer.Serialize(preview, ApiJson.Options)
                : $"{Describe(preview)}\nnothing was changed; to do it, say --yes");
            return CommandLine.Fine;
        });
        return command;
    }

    /// <summary>What would be read, in a few sentences.</summary>
    public static string Describe(RewindPreview preview)
    {
        var records = preview.IsComplete ? Web.Page.Show.Count(preview.Records, "record")
            : $"more than {Web.Page.Show.Count(preview.Records, "record")}";
        var span = preview.First is { } first && preview.Last is { } last
            ? $", changed from {Text(first)} to {Text(last)}" : "";
        var sample = preview.Sample.Count > 0 ? $" ({string.Join(", ", preview.Sample)}"
            + $"{(preview.New > preview.Sample.Count ? ", …" : "")})" : "";
        return $"{preview.Flow} would read {records} from {Text(preview.To)} on{span}\n"
            + $"{Web.Page.Show.Number(preview.New)} of them it has not handled in this version{sample}; "
            + "the others are read and dropped";
    }

    private static void Print(FlowCursor cursor, bool json)
    {
        if (json)
        {
            Terminal.Line(JsonSerializer.Serialize(cursor, ApiJson.Options));
            return;
        }

        Terminal.Line($"{cursor.Flow} reads {cursor.From}: {cursor.Triggers}");
        Terminal.Line(cursor switch
        {
            { Since: { } since } => $"it stands at {Text(since)}; nothing was read from there yet",
            { Cursor: { } at } => $"it stands at {at}",
            _ => "it has not begun yet",
        });
        Terminal.Line($"last read to the end: {(cursor.LastPoll is { } last ? Text(last) : "never")}; "
            + $"next: {(cursor.NextPoll is { } next ? Text(next) : "when something comes")}");
        if (cursor.Fault is not null)
        {
            Terminal.Line($"the last poll failed: {cursor.Fault}");
        }
    }

    private static string PathOf(string flow) => $"/api/v1/flows/{Uri.EscapeDataString(flow)}/cursor";

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);
}
