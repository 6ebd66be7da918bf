using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    private static readonly Dependency[] LinkOf7 = [LinkDependency.On(Some.InShop("7"))];

    [Fact]
    public async Task A_record_put_back_comes_when_it_is_due_also_after_a_restart()
    {
        var lease = await ClaimedAsync(Some.Change("7"));
        await Inbox.RetryAsync(lease, Some.Retry(Some.Order("7"), Some.Morning.AddMinutes(15)), Cancel);
        Time.Advance(TimeSpan.FromMinutes(14));
        await ReopenAsync();
        lease = await TakeAsync();
        (await ClaimAsync(lease)).ShouldBeEmpty();

        Time.Advance(TimeSpan.FromMinutes(1));
        (await ClaimAsync(lease)).ShouldHaveSingleItem().Attempts.ShouldBe(1);
        var told = (await History.OfAsync(Some.Order("7"), Cancel)).Single(entry => entry.What == "retry");
        told.Text.ShouldContain("it hangs");
    }

    [Fact]
    public async Task A_parked_record_stays_parked_over_a_restart_with_all_that_is_known_of_it()
    {
        var lease = await ClaimedAsync(Some.Change("7").Named("#1042"));
        var park = ParkOf(Some.Order("7"), [Some.Problem("tax"), Some.Problem("item")], Some.Table("klarna")) with
        {
            AtStake = new Money(10.50m, "USD"),
        };
        await Inbox.ParkAsync(lease, park, Cancel);
        await ReopenAsync();

        (await ClaimAsync(await TakeAsync())).ShouldBeEmpty();
        var parked = (await History.ParkedAsync(new ParkedQuery(null, null, 10), Cancel)).ShouldHaveSingleItem();
        parked.Record.ShouldBe(Some.Order("7"));
        parked.Name.ShouldBe("#1042");
        parked.State.ShouldBe(ParkState.Held);
        parked.Problems.ShouldBe(park.Problems);
        parked.WaitsFor.ShouldBe(park.WaitsFor);
        parked.Since.ShouldBe(park.At);
        parked.AtStake.ShouldBe(park.AtStake);
        (await History.InputAsync(Some.Order("7"), Cancel))!.Value.ToArray().ShouldBe(park.Input.ToArray());
    }

    [Theory]
    [InlineData("7", "900")]
    [InlineData("6", "7")]
    public async Task The_settle_that_brings_a_link_releases_what_waits_for_it(string shop, string erp)
    {
        // One refund waits for the order of the shop, one for the order of the ERP, one for another.
        var lease = await ClaimedAsync(
            Some.Change("r1", flow: "refunds"), Some.Change("r2", flow: "refunds"), Some.Change("r3", flow: "refunds"),
            Some.Change(shop));
        await ParkAsync(lease, Some.Order("r1", "refunds"), Some.Problem("link"), null, [Some.Table("x"), .. LinkOf7]);
        await ParkAsync(
            lease, Some.Order("r2", "refunds"), Some.Problem("link"), null, LinkDependency.On(Some.InErp("7")));
        await ParkAsync(
            lease, Some.Order("r3", "refunds"), Some.Problem("link"), null, LinkDependency.On(Some.InShop("8")));
        await ReopenAsync();
        lease = await TakeAsync();
        (await ClaimedIdsAsync(lease)).ShouldBe([shop]);

        await SettleAsync(lease, Some.Order(shop), link: Some.Link(shop, erp));
        var released = shop == "7" ? "r1" : "r2";
        (await ClaimedIdsAsync(lease)).ShouldBe([released]);
        (await HistoryOfAsync(Some.Order(released, "refunds"))).ShouldBe(["seen", "held", "released"]);
        (await History.ParkedAsync(new ParkedQuery(null, null, 10), Cancel)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_change_makes_a_parked_record_pending_and_ends_its_problem()
    {
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        await ParkAsync(lease, Some.Order("7"), Some.Problem("tax"), new Money(10, "USD"));
        await AppendAsync(Some.Change("7", "2"));

        (await History.ProblemsAsync(Cancel)).ShouldBeEmpty();
        var found = (await History.FindAsync("7", Cancel)).ShouldHaveSingleItem();
        found.State.ShouldBe("pending");
        found.Problems.ShouldBeEmpty();
        await ReopenAsync();
        var claimed = (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem();
        claimed.Changes.Select(stored => stored.Change.Version).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_change_that_came_after_the_claim_is_not_parked_with_it()
    {
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        await AppendAsync(Some.Change("7", "2")); // The correction, while the wrong one is at work.
        await ParkAsync(lease, Some.Order("7"), Some.Problem("tax"));

        (await History.ProblemsAsync(Cancel)).ShouldBeEmpty();
        (await HistoryOfAsync(Some.Order("7"))).ShouldBe(["seen", "seen", "refused"], "it is told all the same");
        await ReopenAsync();
        (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem().Newest.Change.Version.ShouldBe("2");
    }

    [Fact]
    public async Task Parked_records_are_released_by_cause_oldest_first_and_at_most_so_many()
    {
        var lease = await ClaimedAsync(Some.Change("1"), Some.Change("2"), Some.Change("3"));
        await ParkAsync(lease, Some.Order("3"), Some.Problem("tax"));
        await ParkAsync(lease, Some.Order("2"), Some.Problem("tax"));
        await ParkAsync(lease, Some.Order("1"), Some.Problem("item"));

        (await Inbox.RequeueAsync(Requeue() with { Cause = "tax", Most = 1 }, Cancel)).ShouldBe(1);
        (await ClaimedIdsAsync(lease)).ShouldBe(["2"]);
        (await Inbox.RequeueAsync(Requeue() with { Cause = "tax" }, Cancel)).ShouldBe(1);
        (await ClaimedIdsAsync(lease)).ShouldBe(["3"]);
        (await Inbox.RequeueAsync(Requeue() with { Cause = "tax" }, Cancel)).ShouldBe(0);
        (await History.OfAsync(Some.Order("3"), Cancel))[^1].Text.ShouldContain("ana");
    }

    [Fact]
    public async Task Parked_records_are_released_by_what_they_wait_for_and_all_parts_must_match()
    {
        var lease = await ClaimedAsync(Some.Change("1"), Some.Change("2"), Some.Change("3"), Some.Change("4"));
        await ParkAsync(lease, Some.Order("1"), Some.Problem("a"), null, Some.Table("klarna"));
        await ParkAsync(lease, Some.Order("2"), Some.Problem("b"), null, Some.Table("klarna"), Some.Table("visa"));
        await ParkAsync(lease, Some.Order("3"), Some.Problem("a"), null, Some.Table("Klarna"));
        await ParkAsync(lease, Some.Order("4"), Some.Problem("a"));
        await ReopenAsync();
        lease = await TakeAsync();
        var klarna = Requeue() with { WaitsFor = [Some.Table("klarna"), Some.Table("visa")] };

        (await Inbox.RequeueAsync(Requeue() with { WaitsFor = [] }, Cancel)).ShouldBe(0);
        (await Inbox.RequeueAsync(klarna with { Record = Some.Order("3") }, Cancel)).ShouldBe(0);
        (await Inbox.RequeueAsync(klarna with { Cause = "a" }, Cancel)).ShouldBe(1);
        (await ClaimedIdsAsync(lease)).ShouldBe(["1"]);
        (await Inbox.RequeueAsync(klarna, Cancel)).ShouldBe(1);
        (await ClaimedIdsAsync(lease)).ShouldBe(["2"]);
        (await Inbox.RequeueAsync(Requeue() with { Record = Some.Order("4") }, Cancel)).ShouldBe(1);
        (await ClaimedIdsAsync(lease)).ShouldBe(["4"]);
    }

    [Fact]
    public async Task A_released_record_starts_anew_and_is_due_at_once_also_after_a_restart()
    {
        var lease = await ClaimedAsync(Some.Change("7"));
        await Inbox.RetryAsync(lease, Some.Retry(Some.Order("7"), Some.Morning), Cancel);
        (await ClaimAsync(lease)).ShouldHaveSingleItem().Attempts.ShouldBe(1);
        await ParkAsync(lease, Some.Order("7"), Some.Problem("tax"), new Money(10, "USD"));
        await Inbox.RequeueAsync(Requeue() with { Cause = "tax" }, Cancel);
        await ReopenAsync();

        (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem().Attempts.ShouldBe(0);
        (await History.ProblemsAsync(Cancel)).ShouldBeEmpty();
    }
}
