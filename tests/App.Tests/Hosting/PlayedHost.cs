using IntegrationHost.App.Api;
using IntegrationHost.App.Site;
using IntegrationHost.App.Tests.Support;
using IntegrationHost.App.Web;
using IntegrationHost.Engine.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.App.Tests.Hosting;

/// <summary>A host of a site that answers status and backups at its socket; what it says is the test's.</summary>
internal sealed class PlayedHost(WebApplication app) : IAsyncDisposable
{
    public static Task<PlayedHost> BackingUpAsync(
        TempFolder site, Func<Stream, CancellationToken, Task> backup, CancellationToken cancel) =>
        StartAsync(site, app => app.MapBackup(new PlayedUpkeep(backup), app.Logger), cancel);

    /// <summary>One that has nothing to tell but how its state is.</summary>
    public static Task<PlayedHost> TellingAsync(TempFolder site, StoreHealth state, CancellationToken cancel) =>
        StartAsync(site, app => app.MapGet("/api/v1/status", () => Results.Json(
            new StatusShape(default, default, "http://127.0.0.1/", [], [], state), ApiJson.Options)), cancel);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task<PlayedHost> StartAsync(
        TempFolder site, Action<WebApplication> map, CancellationToken cancel)
    {
        var socket = SiteFolders.SocketOf(site.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(socket)!);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.ListenUnixSocket(socket));
        var app = builder.Build();
        map(app);
        await app.StartAsync(cancel);
        return new PlayedHost(app);
    }

    private sealed class PlayedUpkeep(Func<Stream, CancellationToken, Task> backup) : IUpkeep
    {
        public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel) => Task.FromResult(0);

        public Task BackupAsync(Stream to, CancellationToken cancel) => backup(to, cancel);

        public Task<StoreHealth> HealthAsync(CancellationToken cancel) =>
            Task.FromResult(new StoreHealth(true, "played", 0, 0));
    }
}
