using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHost.App.Api;
using IntegrationHost.App.Hosting;
using IntegrationHost.App.Site;
using IntegrationHost.App.Web.Page;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost backup</c>: from the running host, or from the state itself when no host runs.</summary>
internal static class BackupVerb
{
    public static Command Command()
    {
        var file = new Argument<string>("file") { Description = "Where the backup goes" };
        var force = new Option<bool>("--force") { Description = "Replace the file when it exists" };
        var site = VerbOptions.Site();
        var json = VerbOptions.Json();
        var command = new Command(
            "backup", "Writes a copy of the site's state into a file, while the host goes on or when none runs.")
        {
            file, force, site, json,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(force),
            VerbOptions.SiteOf(parsed, site), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string file, bool force, string folder, bool json, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            throw new WrongUseException("which file? name one, for example state.backup");
        }

        var reader = new SiteReader(folder);
        var site = reader.Read();
        var began = TimeProvider.System.GetTimestamp();
        await using var backup = BackupFile.Begin(file, force);
        if (!await FromHostAsync(folder, backup.Stream, cancel))
        {
            if (site is null)
            {
                return Findings.Print(reader.Findings);
            }

            await FromStateAsync(site, backup.Stream, cancel);
        }

        var (path, bytes) = await backup.EndAsync(cancel);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Print(path, bytes, seconds, site?.State, json);
        return CommandLine.Fine;
    }

    // False when no host runs.
    private static async Task<bool> FromHostAsync(string folder, Stream to, CancellationToken cancel)
    {
        using var host = HostClient.ToPatiently(folder);
        try
        {
            await host.DownloadAsync("/api/v1/backup", to, cancel);
            return true;
        }
        catch (NoHostException) when (to.Position == 0)
        {
            return false;
        }
    }

    private static async Task FromStateAsync(SiteDefinition site, Stream to, CancellationToken cancel)
    {
        if (site.State.Kind == StateKind.Embedded && !StateFiles.AreIn(site.DataFolder))
        {
            throw new UseException(
                $"there is no state in '{site.DataFolder}' yet: nothing to back up; it is made by 'ihost run'");
        }

        await using var state = await StateOpening.OpenAsync(
            site, KeyRing.Open(site.State.KeysFolder), TimeProvider.System, cancel);
        try
        {
            await state.BackupAsync(to, cancel);
        }
        catch (NotSupportedException other)
        {
            throw new UseException(other.Message);
        }
    }

    private static void Print(string path, long bytes, double seconds, StateSettings? state, bool json)
    {
        if (json)
        {
            Terminal.Line(JsonSerializer.Serialize(
                new { file = path, bytes, seconds = Math.Round(seconds, 3), keys = state?.KeysFolder },
                ApiJson.Options));
            return;
        }

        Terminal.Line(string.Create(
            CultureInfo.InvariantCulture, $"backup written: {path}, {Show.Bytes(bytes)} in {seconds:0.0} s"));
        var keys = state is null ? "the key folder" : $"the key folder '{state.KeysFolder}'";
        Terminal.Line($"{keys} is not in it: keep a copy of it at another place; without it nothing that is encrypted "
            + "in this backup can be read");
        if (state is { Encrypted: false })
        {
            Terminal.Line("encryption is off: the records in this backup can be read by whoever has the file");
        }
    }
}
