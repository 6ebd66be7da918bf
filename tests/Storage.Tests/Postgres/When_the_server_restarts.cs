using System.Collections.Concurrent;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Postgres;
using IntegrationHost.Storage.Tests.Support;
using IntegrationHost.Tests.Servers;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Postgres;

public sealed class When_the_server_restarts : IAsyncLifetime
{
    private const int Restarts = 2;
    private const int Writers = 4;
    private const int BeforeEach = 300; // Acknowledged between two restarts, so that each meets work under way.

    private PostgresServer? _server;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        _server = await PostgresServer.StartAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_nothing_is_settled_twice_and_the_host_goes_on()
    {
        await using var store = await OpenAsync();
        using var enough = new CancellationTokenSource();
        var acknowledged = new ConcurrentQueue<string>();
        var writers = Enumerable.Range(0, Writers)
            .Select(writer => WriteAsync(store, writer, acknowledged, enough.Token)).ToArray();
        var worker = WorkAsync(store, acknowledged, enough.Token);
        for (var restart = 1; restart <= Restarts; restart++)
        {
            while (acknowledged.Count < restart * BeforeEach)
            {
                await store.Upkeep.HealthAsync(Cancel);
            }

            await _server!.StopAsync(Cancel);
            await _server.StartAgainAsync(Cancel);
        }

        while (acknowledged.Count < (Restarts + 1) * BeforeEach)
        {
            await store.Upkeep.HealthAsync(Cancel);
        }

        await enough.CancelAsync();
        await Task.WhenAll(writers);
        await worker;
        (await store.History.CountsAsync(Cancel)).ShouldBe(
            [new FlowCounts("orders", acknowledged.Count, acknowledged.Count, 0, 0, 0, 0)]);
        foreach (var id in acknowledged.Where((_, number) => number % 50 == 0))
        {
            (await store.History.OfAsync(Some.Order(id), Cancel)).Select(entry => entry.What)
                .ShouldBe(["seen", "written"]);
        }
    }

    [Fact]
    public async Task An_outage_that_lasts_too_long_fails_the_store_in_a_sentence()
    {
        await using var store = await OpenAsync(TimeSpan.FromSeconds(1));
        await _server!.StopAsync(Cancel);
        (await store.Upkeep.HealthAsync(Cancel)).Warnings.ShouldHaveSingleItem().ShouldContain("waits");
        await Should.ThrowAsync<StoreFailedException>(
            () => store.Inbox.AppendAsync(new Append([Some.Change("7")]), Cancel));
        (await store.Upkeep.HealthAsync(Cancel)).Ok.ShouldBeFalse();
    }

    private async Task<PostgresStore> OpenAsync(TimeSpan? outageMost = null) => await PostgresStore.OpenAsync(
        new PostgresOptions
        {
            Connection = await _server!.NewDatabaseAsync(Cancel),
            HostName = "one",
            Seal = new PlainSeal(),
            OutageMost = outageMost ?? TimeSpan.FromMinutes(1),
        }, Cancel);

    private static async Task WriteAsync(
        PostgresStore store, int writer, ConcurrentQueue<string> acknowledged, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var id = $"{writer}-{number}";
            await store.Inbox.AppendAsync(new Append([Some.Change(id)]) { DeliveryKey = id }, Cancel);
            acknowledged.Enqueue(id);
        }
    }

    // Until all is settled.
    private static async Task WorkAsync(
        PostgresStore store, ConcurrentQueue<string> acknowledged, CancellationToken enough)
    {
        while (true)
        {
            try
            {
                var lease = (await store.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
                while (true)
                {
                    var last = enough.IsCancellationRequested;
                    var request = new ClaimRequest(Some.Morning, 50, new HashSet<string> { "orders" });
                    var claim = await store.Inbox.ClaimAsync(lease, request, Cancel);
                    await Task.WhenAll(claim.Records.Select(record => store.Ledger.SettleAsync(
                        lease, new Settlement(record.Record, record.Newest.Sequence, Some.Entry(), null, "created"),
                        Cancel)));
                    if (last && claim.Records.Count == 0
                        && (await store.Upkeep.HealthAsync(Cancel)).Pending == 0
                        && (await store.History.CountsAsync(Cancel))[0].Written >= acknowledged.Count)
                    {
                        return;
                    }
                }
            }
            catch (StaleLeaseException)
            {
                // A claim whose answer was lost: the lane is taken anew.
            }
        }
    }
}
