using Microsoft.Extensions.Hosting.Systemd;

namespace IntegrationHost.App.Hosting;

/// <summary>Makes the host known to what started it: systemd hears READY and STOPPING, the Windows service manager its
/// own words. Started by neither, the host runs on as it is.</summary>
internal static class SystemService
{
    private const string ServiceName = "Integration Host";

    public static void AddSystemService(this IServiceCollection services)
    {
        services.AddWindowsService(service => service.ServiceName = ServiceName);
        // AddSystemd is not used: it looks for a parent called systemd, and a unit with ProtectProc=invisible cannot
        // see its parent. Whoever gives us a notify socket wants to be notified.
        if (!OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 })
        {
            services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }
    }
}
