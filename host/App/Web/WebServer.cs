using IntegrationHost.App.Api;
using IntegrationHost.App.Hosting;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Ledger;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Serilog;

namespace IntegrationHost.App.Web;

/// <summary>Builds the web server: webhooks, health, API and page on the site's addresses and on the command line's
/// socket. It is the process's generic host, too, so that systemd and the Windows service manager see it.</summary>
internal static class WebServer
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(8);

    public static WebApplication Build(
        WebSettings settings, IEngine engine, IUpkeep upkeep, TimeProvider time, string keysFolder, Serilog.ILogger log)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(WebServer).Assembly.GetName().Name,
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSerilog(log);
        builder.Services.AddSystemService();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.Services.AddRouting();
        builder.Services.AddRazorComponents();
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(keysFolder));
        builder.Services.AddSingleton(engine);
        builder.Services.AddSingleton(upkeep);
        builder.Services.AddSingleton(time);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = ApiJson.Options.PropertyNamingPolicy;
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => Listen(server, settings));
        var app = builder.Build();
        app.UseTrustedProxies(settings.KnownProxies);
        app.UseMiddleware<OperatorDoor>(settings);
        app.UsePageAnswers();
        app.UseRouting();
        app.UseAntiforgery();
        app.MapWebhooks(engine, app.Logger);
        app.MapHealth(engine, upkeep, time);
        app.MapApi(engine, upkeep, settings, time);
        app.MapIntake(engine);
        app.MapPlans(engine);
        app.MapBackup(upkeep, app.Logger);
        app.MapLive(engine, time);
        app.MapPageAssets();
        app.MapRazorComponents<Shell>();
        return app;
    }

    /// <summary>Where it listens, with the ports it was given; the command line's socket is not said.</summary>
    public static IEnumerable<string> AddressesOf(WebApplication started) =>
        started.Urls.Where(address => !address.Contains("//unix:", StringComparison.Ordinal));

    private static void Listen(KestrelServerOptions server, WebSettings settings)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = settings.BodyBytesMost;
        foreach (var address in settings.Listen)
        {
            server.Listen(WebFaults.AddressOf(address)!, address.Port, endpoint =>
            {
                if (address.Scheme == Uri.UriSchemeHttps && settings.Certificate is var (path, keyPath))
                {
                    var certificate = ServerCertificate.Read(path, keyPath);
                    endpoint.UseHttps(https =>
                    {
                        https.ServerCertificate = certificate.Own;
                        https.ServerCertificateChain = certificate.Chain;
                    });
                }
            });
        }

        // A host that was killed leaves its socket; the data folder's lock says who is alive.
        File.Delete(settings.SocketPath);
        server.ListenUnixSocket(settings.SocketPath);
    }
}
