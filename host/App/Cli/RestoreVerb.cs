using System.CommandLine;
using System.Globalization;
using IntegrationHost.App.Hosting;
using IntegrationHost.App.Site;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost restore</c>: puts the state of a backup in the place of a stopped host's.</summary>
internal static class RestoreVerb
{
    public static Command Command(RestoreInto into)
    {
        var file = new Argument<string>("file") { Description = "The backup" };
        var force = new Option<bool>("--force")
        {
            Description = "Also when there is a state; it is moved aside, never deleted",
        };
        var site = VerbOptions.Site();
        var command = new Command("restore", "Puts the state of a backup in place; the site's host must be stopped.")
        {
            file, force, site,
        };
        command.SetAction((parsed, cancel) => RunAsync(into, parsed.GetValue(file)!, parsed.GetValue(force),
            VerbOptions.SiteOf(parsed, site), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        RestoreInto into, string file, bool force, string folder, CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            throw new WrongUseException($"there is no file '{file}'; name one that 'ihost backup' wrote");
        }

        var reader = new SiteReader(folder);
        if (reader.Read() is not { } site)
        {
            return Findings.Print(reader.Findings);
        }

        if (site.State.Kind != StateKind.Embedded)
        {
            throw new UseException("the state of this site is in PostgreSQL: restore the database by its own means, "
                + "with every host stopped");
        }

        var began = TimeProvider.System.GetTimestamp();
        await using var from = File.OpenRead(file);
        var aside = await new StateRestore(site, into, TimeProvider.System).RunAsync(from, force, cancel);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"restored into {site.DataFolder} in {seconds:0.0} s; 'ihost run' starts on it"));
        if (aside is not null)
        {
            Terminal.Line($"the state of before is in {aside}; delete it once all is well");
        }

        return CommandLine.Fine;
    }
}
