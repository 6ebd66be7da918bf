using System.Net;
using IntegrationHost.App.Web;
using IntegrationHost.Engine.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace IntegrationHost.App.Tests.Hosting;

public sealed class Asking_for_health
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK, "ok")]
    [InlineData("/readyz", HttpStatusCode.OK, "ready")]
    public async Task A_host_that_works_says_so(string path, HttpStatusCode status, string text) =>
        (await AskAsync(path, _ => Task.FromResult(new StoreHealth(true, "answered", 0, 0))))
            .ShouldBe((status, text));

    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/readyz", "ready")]
    public async Task A_warning_makes_no_host_unhealthy(string path, string text) =>
        (await AskAsync(path, _ => Task.FromResult(
            new StoreHealth(true, "answered", 0, 0) { Warnings = ["the disk fills up"] })))
            .ShouldBe((HttpStatusCode.OK, text));

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task A_state_that_failed_is_told(string path) =>
        (await AskAsync(path, _ => Task.FromResult(new StoreHealth(false, "the disk is full", 0, 0))))
            .ShouldBe((HttpStatusCode.ServiceUnavailable, "the disk is full"));

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task A_state_that_never_answers_is_told_too(string path)
    {
        var (status, text) = await AskAsync(path, cancel =>
            new TaskCompletionSource<StoreHealth>().Task.WaitAsync(cancel));

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        text.ShouldContain("has not answered");
    }

    private static async Task<(HttpStatusCode, string)> AskAsync(
        string path, Func<CancellationToken, Task<StoreHealth>> health)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapHealth(new BeatingEngine(), new ToldUpkeep(health), TimeProvider.System);
        await app.StartAsync(Cancel);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(address + path, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private sealed class ToldUpkeep(Func<CancellationToken, Task<StoreHealth>> health) : IUpkeep
    {
        public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel) => Task.FromResult(0);

        public Task BackupAsync(Stream to, CancellationToken cancel) => Task.CompletedTask;

        public Task<StoreHealth> HealthAsync(CancellationToken cancel) => health(cancel);
    }
}
