using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Postgres;
using IntegrationHost.Storage.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Postgres;

public sealed class When_two_hosts_share_a_database(OneServer server)
{
    private static readonly TimeSpan PatienceMost = TimeSpan.FromSeconds(30);
    private static readonly RecordKey Order = Some.Order("7");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lane_is_with_one_of_them_until_it_is_given_back()
    {
        var database = await Database.NewAsync(server, Cancel);
        await using var one = await database.OpenAsync(Cancel);
        await using var two = await database.OpenAsync(Cancel, "two");
        var lease = (await one.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
        (await two.Inbox.TakeAsync(0, Cancel)).ShouldBeNull();
        (await two.Inbox.TakeAsync(1, Cancel)).ShouldNotBeNull();

        await one.Inbox.ReleaseAsync(lease, Cancel);
        var taken = (await two.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
        taken.Epoch.ShouldBeGreaterThan(lease.Epoch);
        await one.Inbox.ReleaseAsync(lease, Cancel);
        (await one.Inbox.TakeAsync(0, Cancel)).ShouldBeNull("an old lease has nothing to give");
    }

    [Fact]
    public async Task A_host_that_ends_leaves_its_lanes_to_the_other_at_once()
    {
        var database = await Database.NewAsync(server, Cancel);
        await using var two = await database.OpenAsync(Cancel, "two");
        await using (var one = await database.OpenAsync(Cancel))
        {
            await ClaimedAsync(one);
            (await two.Inbox.TakeAsync(0, Cancel)).ShouldBeNull();
        }

        await SettleAsync(two, (await two.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull());
    }

    [Fact]
    public async Task A_lane_goes_to_the_other_when_its_holder_gives_no_sign_of_life_and_takes_nothing_from_it_then()
    {
        var database = await Database.NewAsync(server, Cancel);
        await using var hung = await HungAsync(database);
        await using var two = await database.OpenAsync(Cancel, "two");
        var former = await ClaimedAsync(hung);
        await hung.Ledger.PutIntentAsync(former, Some.Intent(Order), Cancel);
        var lease = await TakenAsync(two);

        await ShouldTakeNothingAsync(hung, former);
        (await two.History.OfAsync(Order, Cancel)).Select(entry => entry.What).ShouldBe(["seen", "intent"]);
        (await two.Ledger.LinksAsync([Some.InShop("7")], Cancel)).ShouldBeEmpty();
        var claimed = await SettleAsync(two, lease);
        claimed.Intent.ShouldNotBeNull("what may have been sent is recovered by the other");
        await ShouldTakeNothingAsync(hung, former);
    }

    [Fact]
    public async Task A_host_whose_lease_is_over_takes_nothing_even_while_nobody_else_has_the_lane()
    {
        var database = await Database.NewAsync(server, Cancel);
        await using var hung = await HungAsync(database);
        var former = await ClaimedAsync(hung);
        await database.DoAsync("update ihost.host set expires_at = clock_timestamp() - interval '1 s'", Cancel);
        await ShouldTakeNothingAsync(hung, former);
    }

    [Fact]
    public async Task A_host_that_comes_again_under_its_name_takes_its_lanes_at_once_and_the_former_one_is_refused()
    {
        var database = await Database.NewAsync(server, Cancel);
        await using var former = await HungAsync(database, "one");
        var lease = await ClaimedAsync(former);
        await using var again = await database.OpenAsync(Cancel);
        var taken = (await again.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
        await ShouldTakeNothingAsync(former, lease);
        await SettleAsync(again, taken);
    }

    [Fact]
    public async Task Two_processes_of_one_name_are_found_out_in_a_sentence()
    {
        var database = await Database.NewAsync(server, Cancel);
        var time = new FakeTimeProvider();
        await using var former = await PostgresStore.OpenAsync(database.Options() with { Time = time }, Cancel);
        await using var again = await database.OpenAsync(Cancel);
        time.Advance(TimeSpan.FromMinutes(1)); // It renews, or makes sure before it takes.
        var fault = await Should.ThrowAsync<StoreFailedException>(() => former.Inbox.TakeAsync(0, Cancel));
        fault.Message.ShouldContain("came in as host 'one'");
        (await former.Upkeep.HealthAsync(Cancel)).Ok.ShouldBeFalse();
        (await again.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task What_one_stores_in_a_lane_of_the_other_wakes_that_one()
    {
        var database = await Database.NewAsync(server, Cancel);
        await using var one = await database.OpenAsync(Cancel);
        await using var two = await database.OpenAsync(Cancel, "two");
        await two.Inbox.TakeAsync(3, Cancel);
        using var over = new CancellationTokenSource();
        var (listens, woken) = (new TaskCompletionSource(), new TaskCompletionSource());
        var heard = 0;
        var listening = two.Arrivals.ListenAsync(lane =>
        {
            // The first word is its own: what came while it did not listen.
            lane.ShouldBe(3);
            (heard++ == 0 ? listens : woken).TrySetResult();
        }, over.Token);
        await listens.Task.WaitAsync(PatienceMost, TimeProvider.System, Cancel);
        await one.Inbox.AppendAsync(new Append([Some.Change("7", lane: 3)]), Cancel);
        await woken.Task.WaitAsync(PatienceMost, TimeProvider.System, Cancel);
        await over.CancelAsync();
        await listening;
    }

    [Fact]
    public async Task What_both_store_of_one_record_at_the_same_time_is_stored_once_and_in_order()
    {
        var database = await Database.NewAsync(server, Cancel);
        await using var one = await database.OpenAsync(Cancel);
        await using var two = await database.OpenAsync(Cancel, "two");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            (number % 2 == 0 ? one : two).Inbox.AppendAsync(
                new Append([Some.Change("7", $"{number / 4}")]) { DeliveryKey = $"{number / 4}" }, Cancel)));
        answers.Sum(answer => answer.Stored).ShouldBe(25);
        answers.Count(answer => answer.Verdict == AppendVerdict.Stored).ShouldBe(25);
        var lease = (await one.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
        var claimed = (await ClaimAsync(one, lease)).ShouldHaveSingleItem();
        claimed.Changes.Select(change => change.Change.Version).Distinct().Count().ShouldBe(25);
    }

    // Its clock stands still, so it never renews; on its own side it believes that it has its lanes.
    private static Task<PostgresStore> HungAsync(Database database, string name = "hung") => PostgresStore.OpenAsync(
        database.Options(name) with { Time = new FakeTimeProvider(), LeaseFor = TimeSpan.FromSeconds(2) }, Cancel);

    private static async Task<LaneLease> TakenAsync(PostgresStore store)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < PatienceMost)
        {
            if (await store.Inbox.TakeAsync(0, Cancel) is { } lease)
            {
                return lease;
            }
        }

        throw new TimeoutException("the lane was not free after 30 s");
    }

    private static async Task<LaneLease> ClaimedAsync(PostgresStore store)
    {
        await store.Inbox.AppendAsync(new Append([Some.Change("7")]), Cancel);
        var lease = (await store.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
        (await ClaimAsync(store, lease)).ShouldHaveSingleItem();
        return lease;
    }

    private static async Task<IReadOnlyList<ClaimedRecord>> ClaimAsync(PostgresStore store, LaneLease lease) =>
        (await store.Inbox.ClaimAsync(
            lease, new ClaimRequest(Some.Morning, 10, new HashSet<string> { "orders" }), Cancel)).Records;

    private static async Task<ClaimedRecord> SettleAsync(PostgresStore store, LaneLease lease)
    {
        var claimed = (await ClaimAsync(store, lease)).ShouldHaveSingleItem();
        (await store.Ledger.SettleAsync(lease, Settlement(), Cancel)).ShouldBe(SettleVerdict.Settled);
        return claimed;
    }

    private static Settlement Settlement() =>
        new(Order, long.MaxValue, Some.Entry(), Some.Link("7", "900"), "created");

    private static async Task ShouldTakeNothingAsync(PostgresStore store, LaneLease lease)
    {
        (await store.Ledger.SettleAsync(lease, Settlement(), Cancel)).ShouldBe(SettleVerdict.Fenced);
        await Should.ThrowAsync<StaleLeaseException>(
            () => store.Inbox.RetryAsync(lease, Some.Retry(Order, Some.Morning), Cancel));
        await Should.ThrowAsync<StaleLeaseException>(() => store.Inbox.ParkAsync(
            lease, new Park(Order, ParkState.Refused, [Some.Problem("tax")], [], default, Some.Morning), Cancel));
        await Should.ThrowAsync<StaleLeaseException>(
            () => store.Ledger.PutIntentAsync(lease, Some.Intent(Order), Cancel));
        await Should.ThrowAsync<StaleLeaseException>(() => ClaimAsync(store, lease));
    }
}
