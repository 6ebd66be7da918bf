using IntegrationHost.Disks;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

public sealed class When_the_disk_fails
{
    private readonly PlayedDisk _disk = new(1);
    private readonly FakeTimeProvider _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sync_that_fails_stops_the_store_for_good_and_the_next_start_has_all_that_was_answered()
    {
        await using (var store = await OpenAsync())
        {
            await store.Inbox.AppendAsync(new Append([Some.Change("7")]), Cancel);
            _disk.Faults.FailSyncAfter(0);
            var failed = await Should.ThrowAsync<StoreFailedException>(
                () => store.Inbox.AppendAsync(new Append([Some.Change("8")]), Cancel));
            failed.Message.ShouldContain("until the host is started again");
            (await Should.ThrowAsync<StoreFailedException>(() => store.History.CountsAsync(Cancel)))
                .Message.ShouldBe(failed.Message);
            var health = await store.Upkeep.HealthAsync(Cancel);
            (health.Ok, health.Detail).ShouldBe((false, failed.Message));
        }

        await using var again = await OpenAsync();
        (await again.History.FindAsync("7", Cancel)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_full_disk_stops_the_store_and_with_room_it_goes_on()
    {
        await using (var store = await OpenAsync())
        {
            await store.Inbox.AppendAsync(new Append([Some.Change("7")]), Cancel);
            _disk.Faults.FullAfter(0);
            var large = Some.Change("8") with { Origin = new string('x', 100_000) };
            (await Should.ThrowAsync<StoreFailedException>(
                async () =>
                {
                    for (var id = 0; id < 1000; id++)
                    {
                        await store.Inbox.AppendAsync(
                            new Append([large with { Record = Some.Order($"{id}") }]), Cancel);
                    }
                }))
                .Message.ShouldContain("full");
        }

        _disk.Faults.MakeRoom();
        await using var again = await OpenAsync();
        (await again.History.FindAsync("7", Cancel)).ShouldHaveSingleItem();
        (await again.Inbox.AppendAsync(new Append([Some.Change("9")]), Cancel)).Stored.ShouldBe(1);
    }

    [Fact]
    public async Task Health_warns_before_the_disk_is_full()
    {
        await using var store = await OpenAsync();
        (await store.Upkeep.HealthAsync(Cancel)).Warnings.ShouldBeEmpty();
        _disk.Faults.FullAfter(100 << 20);
        var health = await store.Upkeep.HealthAsync(Cancel);
        health.Ok.ShouldBeTrue();
        health.Warnings.ShouldHaveSingleItem().ShouldContain("100 MB left");
    }

    [Fact]
    public async Task A_closed_store_says_that_it_is_closed()
    {
        var store = await OpenAsync();
        await store.DisposeAsync();
        (await Should.ThrowAsync<StoreFailedException>(() => store.History.CountsAsync(Cancel)))
            .Message.ShouldContain("closed");
    }

    private Task<EmbeddedStore> OpenAsync() => EmbeddedStore.OpenAsync(
        new EmbeddedOptions("/played/data") { Disk = _disk, Time = _time }, Cancel);
}
