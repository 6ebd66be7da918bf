using System.Globalization;
using IntegrationHost.Engine.Intake;
using Spectre.Console;

namespace IntegrationHost.App.Cli;

/// <summary>Follows a backfill to its end: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class BackfillProgress
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private const int LooksALine = 10;

    public static Task<BackfillStatus> FollowAsync(
        HostClient host, BackfillStatus started, bool quiet, CancellationToken cancel) =>
        Terminal.IsInteractive && !quiet
            ? BarAsync(host, started, cancel)
            : LinesAsync(host, started, quiet, cancel);

    private static Task<BackfillStatus> BarAsync(HostClient host, BackfillStatus started, CancellationToken cancel) =>
        AnsiConsole.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask(Markup.Escape(started.Flow), maxValue: started.Total ?? 1);
            task.IsIndeterminate = started.Total is null;
            var status = started;
            while (status.State == BackfillStatus.Running)
            {
                await Task.Delay(LookEvery, TimeProvider.System, cancel);
                status = await LookAsync(host, status, cancel);
                task.IsIndeterminate = status.Total is null;
                task.MaxValue = Math.Max(1, status.Total ?? status.Read);
                task.Value = status.Read;
                task.Description = Markup.Escape(Line(status));
            }

            task.StopTask();
            return status;
        });

    private static async Task<BackfillStatus> LinesAsync(
        HostClient host, BackfillStatus status, bool quiet, CancellationToken cancel)
    {
        for (var look = 1; status.State == BackfillStatus.Running; look++)
        {
            await Task.Delay(LookEvery, TimeProvider.System, cancel);
            status = await LookAsync(host, status, cancel);
            if (!quiet && look % LooksALine == 0)
            {
                Terminal.Line(Line(status));
            }
        }

        return status;
    }

    private static async Task<BackfillStatus> LookAsync(
        HostClient host, BackfillStatus before, CancellationToken cancel) =>
        (await host.GetAsync<List<BackfillStatus>>("/api/v1/backfills", cancel))
            .FirstOrDefault(status => status.Flow == before.Flow) ?? before;

    private static string Line(BackfillStatus status) => string.Create(CultureInfo.InvariantCulture,
        $"{status.Flow}: {status.Read:N0}{(status.Total is { } total ? $" of {total:N0}" : "")} read, "
        + $"{status.Stored:N0} new{(status.Note is { } note ? $"; {note}" : "")}");
}
