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
        if (!long.TryParse(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var micros))
        {
            return;
        }

        var notifier = new SystemdNotifier();
        using var timer = new PeriodicTimer(TimeSpan.FromMicroseconds(micros / 2.0), time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            if (Heartbeat.IsFresh(engine.Status(), time))
            {
                notifier.Notify(new ServiceState("WATCHDOG=1"));
            }
        }
    }
}
