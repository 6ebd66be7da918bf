using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Journal;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Embedded;

/// <summary>Segments go when they are old, settled and before two snapshots; what is stuck is carried
/// forward.</summary>
public sealed class What_the_journal_keeps : IDisposable
{
    private readonly StateFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Some.Morning);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_segments_go_and_a_stuck_record_keeps_all_that_is_known_of_it()
    {
        var payload = Record.Parse("""{"id":"stuck","total":"10.50"}""");
        await using (var store = await OpenAsync())
        {
            var stuck = Some.Change("stuck");
            stuck = stuck with { Change = stuck.Change with { Record = payload, Name = "#7" } };
            await store.Inbox.AppendAsync(new Append([stuck]), Cancel);
            var lease = (await store.Inbox.TakeAsync(0, Cancel))!;
            await ClaimAsync(store, lease);
            await store.Ledger.PutIntentAsync(lease, Some.Intent(Some.Order("stuck")), Cancel);
            await store.Inbox.ParkAsync(lease, new Park(Some.Order("stuck"), ParkState.Refused,
                [Some.Problem("tax")], [], """{"id":"stuck"}"""u8.ToArray(), Some.Morning), Cancel);
            await SettleManyAsync(store, lease);
            var before = _folder.Segments.Count;
            await SnapshotAsync(store);
            await PruneAsync(store);
            _folder.Segments.Count.ShouldBe(before, "one snapshot is not enough to drop anything");

            await SettleManyAsync(store, lease);
            await SnapshotAsync(store);
            await PruneAsync(store);
            _folder.Segments.Count.ShouldBeLessThan(before);
            await ShouldBeWholeAsync(store, payload);
        }

        File.Delete(_folder.File); // From the older snapshot on, all must still be there.
        File.Delete(_folder.Snapshots[^1]);
        await using var again = await OpenAsync();
        await ShouldBeWholeAsync(again, payload);
    }

    [Fact]
    public async Task A_journal_that_grows_too_large_drops_its_oldest_settled_part_whatever_its_age()
    {
        await using var store = await OpenAsync(journalBytesMost: 300_000);
        var lease = (await store.Inbox.TakeAsync(0, Cancel))!;
        for (var round = 0; round < 4; round++)
        {
            await SettleManyAsync(store, lease);
            await SnapshotAsync(store);
            await PruneAsync(store, DateTimeOffset.UnixEpoch);
        }

        _folder.Segments.Sum(path => new FileInfo(path).Length).ShouldBeLessThan(700_000);
    }

    [Fact]
    public async Task A_record_with_thousands_of_changes_does_not_write_them_all_again_for_each_one()
    {
        const int changes = 2000;
        await using var store = await OpenAsync();
        for (var version = 1; version <= changes; version++)
        {
            await store.Inbox.AppendAsync(new Append([Some.Change("7", $"{version}")]), Cancel);
        }

        (store.JournalEnd / changes).ShouldBeLessThan(5_000);
        var lease = (await store.Inbox.TakeAsync(0, Cancel))!;
        var claimed = (await ClaimAsync(store, lease)).ShouldHaveSingleItem();
        claimed.Changes.Select(change => change.Change.Version)
            .ShouldBe(Enumerable.Range(1, changes).Select(version => $"{version}"));
        await store.Ledger.SettleAsync(lease, new Settlement(
            claimed.Record, claimed.Changes[^50].Sequence, Some.Entry(), null, "created"), Cancel);
        await store.DisposeAsync();

        await using var again = await OpenAsync();
        lease = (await again.Inbox.TakeAsync(0, Cancel))!;
        (await ClaimAsync(again, lease)).ShouldHaveSingleItem().Changes.Count.ShouldBe(49);
    }

    [Fact]
    public async Task A_record_that_is_too_large_is_refused_in_a_sentence_and_the_store_goes_on()
    {
        const int bytes = 50 << 20;
        var noise = new byte[bytes / 4 * 3];
        new Random(1).NextBytes(noise);
        var text = Convert.ToBase64String(noise);
        var huge = Record.Parse($$"""{"id":"7","noise":"{{text}}","more":"{{text}}"}""");
        await using var store = await OpenAsync();
        var change = Some.Change("7");
        var refused = await Should.ThrowAsync<ArgumentException>(() => store.Inbox.AppendAsync(
            new Append([change with { Change = change.Change with { Record = huge } }]), Cancel));
        refused.Message.ShouldContain("orders order 7");
        refused.Message.ShouldContain("at most 48 MB");
        (await store.Inbox.AppendAsync(new Append([change]), Cancel)).Stored.ShouldBe(1);
    }

    private Task<EmbeddedStore> OpenAsync(long journalBytesMost = long.MaxValue) => EmbeddedStore.OpenAsync(
        new EmbeddedOptions(_folder.Path)
        {
            Time = _time,
            JournalBytesMost = journalBytesMost,
            Journal = new JournalOptions { SegmentBytes = 64 << 10 },
        }, Cancel);

    private static Task SnapshotAsync(EmbeddedStore store) => store.Upkeep.BackupAsync(Stream.Null, Cancel);

    private static async Task PruneAsync(EmbeddedStore store, DateTimeOffset? before = null)
    {
        for (var call = 0; await store.Upkeep.PruneAsync(before ?? Some.Morning.AddYears(1), Cancel) > 0; call++)
        {
            call.ShouldBeLessThan(100);
        }
    }

    private static async Task<IReadOnlyList<ClaimedRecord>> ClaimAsync(EmbeddedStore store, LaneLease lease) =>
        (await store.Inbox.ClaimAsync(
            lease, new ClaimRequest(Some.Morning, 1000, new HashSet<string> { "orders" }), Cancel)).Records;

    private static int _round;

    private static async Task SettleManyAsync(EmbeddedStore store, LaneLease lease)
    {
        var version = $"v{Interlocked.Increment(ref _round)}";
        var text = new string('x', 200);
        await store.Inbox.AppendAsync(
            new Append([.. Enumerable.Range(1, 400).Select(id => Some.Change($"{id}", version))]), Cancel);
        foreach (var claimed in await ClaimAsync(store, lease))
        {
            await store.Ledger.SettleAsync(lease, new Settlement(
                claimed.Record, long.MaxValue, Some.Entry(version), null, $"created {text}"), Cancel);
        }
    }

    private static async Task ShouldBeWholeAsync(EmbeddedStore store, Record payload)
    {
        var order = Some.Order("stuck");
        (await store.History.OfAsync(order, Cancel)).Select(entry => entry.What).Take(3)
            .ShouldBe(["seen", "intent", "refused"]);
        (await store.History.InputAsync(order, Cancel))!.Value.ToArray().ShouldBe("""{"id":"stuck"}"""u8.ToArray());
        var parked = (await store.History.ParkedAsync(new ParkedQuery(null, null, 9), Cancel)).ShouldHaveSingleItem();
        parked.Name.ShouldBe("#7");
        await store.Inbox.RequeueAsync(new Requeue { Cause = "tax", By = "ana", At = Some.Morning }, Cancel);
        var lease = (await store.Inbox.TakeAsync(0, Cancel))!;
        var claimed = (await ClaimAsync(store, lease)).ShouldHaveSingleItem();
        claimed.Newest.Change.Record!.ToUtf8().ShouldBe(payload.ToUtf8());
        claimed.Intent!.Rendered.ToArray().ShouldBe("""{"total":"10.50"}"""u8.ToArray());
        await store.Inbox.ParkAsync(lease, new Park(order, ParkState.Refused, [Some.Problem("tax")], [],
            """{"id":"stuck"}"""u8.ToArray(), Some.Morning), Cancel);
    }

    public void Dispose() => _folder.Dispose();
}
