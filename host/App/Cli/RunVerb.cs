using System.CommandLine;
using IntegrationHost.App.Hosting;
using IntegrationHost.App.Site;
using Serilog.Events;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost run</c>.</summary>
internal static class RunVerb
{
    public static Command Command()
    {
        var site = VerbOptions.Site();
        var quiet = new Option<bool>("--quiet")
        {
            Description = "Only warnings on the terminal; the log file has everything",
        };
        // For who starts a host as a part of itself: it must not outlive its parent.
        var withInput = new Option<bool>("--until-input-ends") { Hidden = true };
        var command = new Command("run", "Runs a site until it is stopped (Ctrl-C or SIGTERM drain first).")
        {
            site, quiet, withInput,
        };
        command.SetAction((parsed, cancel) =>
            RunAsync(VerbOptions.SiteOf(parsed, site), parsed.GetValue(quiet), parsed.GetValue(withInput), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, bool quiet, bool withInput, CancellationToken cancel)
    {
        if (!withInput)
        {
            return await RunAsync(folder, quiet, cancel);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // A read of a pipe cannot be given up: who ends first leaves the other, and the process ends both.
        var run = RunAsync(folder, quiet, either.Token);
        if (await Task.WhenAny(run, EndOfInputAsync()) != run)
        {
            await either.CancelAsync();
        }

        return await run;
    }

    private static Task EndOfInputAsync() =>
        Task.Run(() => Console.OpenStandardInput().CopyTo(Stream.Null), CancellationToken.None);

    private static async Task<int> RunAsync(string folder, bool quiet, CancellationToken cancel)
    {
        var reader = new SiteReader(folder);
        if (reader.Read() is not { } site)
        {
            return Findings.Print(reader.Findings);
        }

        MakeDataFolder(site.DataFolder);
        await using var log = LogSetup.Create(
            site.DataFolder, quiet ? LogEventLevel.Warning : LogEventLevel.Information);
        using var host = new HostProcess(site, TimeProvider.System, log);
        try
        {
            return await host.RunAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return CommandLine.Fine; // Stopped before it had started.
        }
    }

    private static void MakeDataFolder(string folder)
    {
        try
        {
            OwnFolder.Make(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UseException($"the data folder '{folder}' cannot be made: {fault.Message.TrimEnd('.')}; "
                + "let this user write there, or name another one with IHOST_DATA");
        }
    }
}
