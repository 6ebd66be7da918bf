using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Records_are_claimed_oldest_first_and_at_most_so_many()
    {
        await AppendAsync(
            Some.Change("3", seen: Some.Morning), Some.Change("1", seen: Some.Morning.AddMinutes(-2)),
            Some.Change("4", seen: Some.Morning), Some.Change("2", seen: Some.Morning.AddMinutes(-1)));
        await ReopenAsync();
        var lease = await TakeAsync();
        (await ClaimedIdsAsync(lease, most: 3)).ShouldBe(["1", "2", "3"]);
        (await ClaimedIdsAsync(lease, most: 3)).ShouldBe(["4"]);
    }

    [Fact]
    public async Task Of_records_due_at_the_same_time_the_one_with_the_oldest_change_comes_first()
    {
        await AppendAsync(Some.Change("7", "1"));
        var lease = await TakeAsync();
        var first = (await ClaimAsync(lease)).ShouldHaveSingleItem().Newest.Sequence;
        await AppendAsync(Some.Change("7", "2"), Some.Change("8", "1"));
        (await SettleAsync(lease, Some.Order("7"), through: first)).ShouldBe(SettleVerdict.Settled);
        await ReopenAsync();
        (await ClaimedIdsAsync(await TakeAsync())).ShouldBe(["7", "8"]);
    }

    [Fact]
    public async Task All_changes_of_a_record_come_together_oldest_first()
    {
        await AppendAsync(Some.Change("7", "1"), Some.Change("8", "1"), Some.Change("7", "2"));
        await AppendAsync(Some.Change("7", "3"));
        await ReopenAsync();
        var claimed = (await ClaimAsync(await TakeAsync(), most: 1)).ShouldHaveSingleItem();
        claimed.Changes.Select(stored => stored.Change.Version).ShouldBe(["1", "2", "3"]);
        claimed.Changes.Select(stored => stored.Sequence).ShouldBeInOrder();
        claimed.Newest.Change.Version.ShouldBe("3");
    }

    [Fact]
    public async Task A_claimed_record_is_not_claimed_again_and_its_later_changes_wait_for_the_settle()
    {
        await AppendAsync(Some.Change("7", "1"));
        var lease = await TakeAsync();
        var first = (await ClaimAsync(lease)).ShouldHaveSingleItem().Newest.Sequence;
        await AppendAsync(Some.Change("7", "2"));
        (await ClaimAsync(lease)).ShouldBeEmpty();

        (await SettleAsync(lease, Some.Order("7"), through: first)).ShouldBe(SettleVerdict.Settled);
        var next = (await ClaimAsync(lease)).ShouldHaveSingleItem();
        next.Changes.ShouldHaveSingleItem().Change.Version.ShouldBe("2");
        next.Entry.ShouldBe(Some.Entry());
    }

    [Fact]
    public async Task A_claim_takes_from_its_own_lane_and_from_flows_that_run()
    {
        await AppendAsync(
            Some.Change("1", lane: 1), Some.Change("2", flow: "refunds"), Some.Change("3", flow: "stopped"),
            Some.Change("4"));
        (await ClaimedIdsAsync(await TakeAsync(0))).ShouldBe(["2", "4"]);
        (await ClaimedIdsAsync(await TakeAsync(1))).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_claim_tells_when_the_next_record_of_the_running_flows_falls_due()
    {
        var lease = await ClaimedAsync(Some.Change("7"), Some.Change("8"));
        var due = Some.Morning.AddMinutes(15);
        await Inbox.RetryAsync(lease, Some.Retry(Some.Order("7"), due), Cancel);
        await Inbox.RetryAsync(lease, Some.Retry(Some.Order("8"), due.AddHours(1)), Cancel);
        await AppendAsync(Some.Change("9", flow: "stopped", seen: Some.Morning.AddMinutes(1)));

        var claim = await Inbox.ClaimAsync(lease, Due(), Cancel);
        claim.Records.ShouldBeEmpty();
        claim.NextDue.ShouldBe(due);
    }

    [Fact]
    public async Task A_lane_given_back_makes_its_claims_pending_again_and_no_others()
    {
        await AppendAsync(Some.Change("7"), Some.Change("8", lane: 1));
        var (lease, other) = (await TakeAsync(), await TakeAsync(1));
        await ClaimAsync(lease);
        await ClaimAsync(other);
        await Inbox.ReleaseAsync(lease, Cancel);

        (await ClaimedIdsAsync(await TakeAsync())).ShouldBe(["7"]);
        (await ClaimAsync(other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Claims_of_a_host_that_stopped_are_pending_again()
    {
        await ClaimedAsync(Some.Change("7"));
        await ReopenAsync();
        (await ClaimedIdsAsync(await TakeAsync())).ShouldBe(["7"]);
    }

    [Fact]
    public async Task A_lane_that_changed_hands_takes_nothing_from_its_former_holder()
    {
        var former = await ClaimedAsync(Some.Change("7"));
        await Inbox.ReleaseAsync(former, Cancel);
        var holder = await TakeAsync();
        holder.Epoch.ShouldBeGreaterThan(former.Epoch);
        await ClaimAsync(holder);
        await ShouldTakeNothingFromAsync(former);
        await Inbox.ReleaseAsync(former, Cancel);

        (await ClaimAsync(holder)).ShouldBeEmpty("what the holder has claimed stays claimed");
        (await HistoryOfAsync(Some.Order("7"))).ShouldBe(["seen"]);
        (await SettleAsync(holder, Some.Order("7"))).ShouldBe(SettleVerdict.Settled);
    }

    [Fact]
    public async Task A_lease_from_before_a_restart_is_refused()
    {
        var former = await ClaimedAsync(Some.Change("7"));
        await ReopenAsync();
        var holder = await TakeAsync();
        holder.Epoch.ShouldBeGreaterThan(former.Epoch);
        await ClaimAsync(holder);
        await ShouldTakeNothingFromAsync(former);

        (await SettleAsync(holder, Some.Order("7"))).ShouldBe(SettleVerdict.Settled);
    }

    [Fact]
    public async Task A_record_is_settled_by_the_lease_of_its_own_lane_only()
    {
        await ClaimedAsync(Some.Change("7"));
        await ShouldTakeNothingFromAsync(await TakeAsync(1), claims: true);
    }

    [Fact]
    public async Task Only_a_claimed_record_is_put_back_parked_or_settled()
    {
        await AppendAsync(Some.Change("7"));
        await ShouldTakeNothingFromAsync(await TakeAsync(), claims: true);
        (await StateOfAsync(Some.Order("7"))).ShouldBe("pending");
    }

    private async Task ShouldTakeNothingFromAsync(LaneLease lease, bool claims = false)
    {
        var order = Some.Order("7");
        (await SettleAsync(lease, order, link: Some.Link("7", "900"))).ShouldBe(SettleVerdict.Fenced);
        (await Ledger.LinksAsync([Some.InShop("7")], Cancel)).ShouldBeEmpty();
        await Should.ThrowAsync<StaleLeaseException>(
            () => Inbox.RetryAsync(lease, Some.Retry(order, Some.Morning), Cancel));
        await Should.ThrowAsync<StaleLeaseException>(() => ParkAsync(lease, order, Some.Problem("tax")));
        await Should.ThrowAsync<StaleLeaseException>(
            () => Ledger.PutIntentAsync(lease, Some.Intent(order), Cancel));
        if (!claims)
        {
            await Should.ThrowAsync<StaleLeaseException>(() => ClaimAsync(lease));
        }
    }
}
