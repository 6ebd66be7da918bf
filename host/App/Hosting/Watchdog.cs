using System.Globalization;
using IntegrationHost.App.Web;
using IntegrationHost.Engine;
using Microsoft.Extensions.Hosting.Systemd;

namespace IntegrationHost.App.Hosting;

/// <summary>Feeds systemd's watchdog, but only while the engine's loops go round.</summary>
internal static class Watchdog
{
    public static async Task RunAsync(IEngine engine, TimeProvider time, CancellationToken cancel)
    {
        if (Interval() is not { } interval)
        {
            return;
        }

        var notifier = new SystemdNotifier();
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            if (Heartbeat.IsFresh(engine.Status(), time))
            {
                notifier.Notify(new ServiceState("WATCHDOG=1"));
            }
        }
    }

    /// <summary>Half of what systemd allows; null when it watches nobody, or another process than this one.</summary>
    private static TimeSpan? Interval() =>
        Number("WATCHDOG_USEC") is { } micros and > 0
        && (Number("WATCHDOG_PID") ?? Environment.ProcessId) == Environment.ProcessId
            ? TimeSpan.FromMicroseconds(micros / 2.0)
            : null;

    private static long? Number(string variable) => long.TryParse(
        Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
