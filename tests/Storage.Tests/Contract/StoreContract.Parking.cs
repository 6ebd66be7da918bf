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

    [Fact]
    public async Task What_is_parked_again_has_waited_since_the_first_time_and_anew_once_it_was_settled()
    {
        var order = Some.Order("7");
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        var first = Time.GetUtcNow();
        await ParkAsync(lease, order, Some.Problem("tax"));
        Time.Advance(TimeSpan.FromHours(5));
        await Inbox.RequeueAsync(new Requeue { Record = order, By = "ana", At = Time.GetUtcNow() }, Cancel);
        await ReopenAsync();
        lease = await TakeAsync();
        (await ClaimAsync(lease)).ShouldHaveSingleItem();
        await ParkAsync(lease, order, Some.Problem("tax"));
        (await History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().First.ShouldBe(first);

        await Inbox.RequeueAsync(new Requeue { Record = order, By = "ana", At = Time.GetUtcNow() }, Cancel);
        var through = (await ClaimAsync(lease)).ShouldHaveSingleItem().Newest.Sequence;
        await AppendAsync(Some.Change("7", "2"));
        await SettleAsync(lease, order, through: through);
        Time.Advance(TimeSpan.FromHours(1));
        (await ClaimAsync(lease)).ShouldHaveSingleItem();
        await ParkAsync(lease, order, Some.Problem("tax"));
        (await History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().First.ShouldBe(Time.GetUtcNow());
    }

    [Theory]
    [InlineData(false, "1")]
    [InlineData(true, "0 1")]
    public async Task A_parked_record_keeps_its_older_versions_where_each_is_handled_by_itself(
        bool keeps, string versions)
    {
        var order = Some.Order("7");
        var lease = await ClaimedAsync(Some.Change("7", "0"), Some.Change("7", "1"));
        await Inbox.ParkAsync(
            lease, ParkOf(order, [Some.Problem("tax")], Some.Table("klarna")) with { KeepsVersions = keeps }, Cancel);
        await ReopenAsync();
        var through = (await History.ParkedAsync(new ParkedQuery(null, null, 10), Cancel)).Single().Through;
        await Inbox.RequeueAsync(new Requeue { Record = order, By = "ana", At = Some.Morning }, Cancel);

        var record = (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem();
        string.Join(' ', record.Changes.Select(change => change.Change.Version)).ShouldBe(versions);
        record.Newest.Sequence.ShouldBe(through);
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
    public async Task Records_released_together_come_in_the_order_of_the_oldest_change_they_kept()
    {
        // Of 7 only its second change is kept, which came after that of 8.
        var lease = await ClaimedAsync(Some.Change("7", "1"), Some.Change("8"), Some.Change("7", "2"));
        await ParkAsync(lease, Some.Order("7"), Some.Problem("tax"));
        await ParkAsync(lease, Some.Order("8"), Some.Problem("tax"));

        (await Inbox.RequeueAsync(Requeue() with { Cause = "tax" }, Cancel)).ShouldBe(2);
        await ReopenAsync();
        (await ClaimedIdsAsync(await TakeAsync())).ShouldBe(["8", "7"]);
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
    public async Task Problems_that_outlived_a_write_go_off_the_list_by_cause_of_one_record_or_of_so_many()
    {
        var lease = await ClaimedAsync([.. "1234".Select(id => Some.Change($"{id}"))]);
        foreach (var id in "1234")
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await WriteWithProblemAsync(lease, $"{id}");
        }

        await ReopenAsync();
        var tax = Requeue() with { Cause = "tax" };

        (await Inbox.RequeueAsync(tax with { Record = Some.Order("3") }, Cancel)).ShouldBe(1);
        (await ListedAsync()).ShouldBe("1 2 4");
        (await Inbox.RequeueAsync(tax with { Most = 1 }, Cancel)).ShouldBe(1);
        (await ListedAsync()).ShouldBe("2 4", "the oldest goes first");
        (await Inbox.RequeueAsync(tax with { Record = Some.Order("9") }, Cancel)).ShouldBe(0);
        (await Inbox.RequeueAsync(tax with { Cause = "other" }, Cancel)).ShouldBe(0);
        (await Inbox.RequeueAsync(Requeue() with { Record = Some.Order("2") }, Cancel)).ShouldBe(0, "it does not wait");
        (await ListedAsync()).ShouldBe("2 4");
        (await HistoryOfAsync(Some.Order("3"))).ShouldBe(["seen", "written", "released"]);
        (await HistoryOfAsync(Some.Order("4"))).ShouldBe(["seen", "written"]);
        await ReopenAsync();
        (await ListedAsync()).ShouldBe("2 4");
        (await Inbox.RequeueAsync(tax, Cancel)).ShouldBe(2);
        (await ListedAsync()).ShouldBe("");
    }

    [Fact]
    public async Task What_was_written_waits_for_nothing_and_stays_on_the_list_when_something_arrives()
    {
        var lease = await ClaimedAsync(Some.Change("1"), Some.Change("2"));
        await WriteWithProblemAsync(lease, "1");
        await ParkAsync(lease, Some.Order("2"), Some.Problem("tax"), null, Some.Table("klarna"));

        var arrived = Requeue() with { Cause = "tax", WaitsFor = [Some.Table("klarna")] };
        (await Inbox.RequeueAsync(arrived with { WaitsFor = [] }, Cancel)).ShouldBe(0);
        (await Inbox.RequeueAsync(arrived, Cancel)).ShouldBe(1);
        (await ClaimedIdsAsync(lease)).ShouldBe(["2"]);
        (await ListedAsync()).ShouldBe("1");
    }

    [Fact]
    public async Task A_record_that_was_written_and_waits_again_is_released_and_goes_off_the_list()
    {
        var lease = await ClaimedAsync(Some.Change("1", "1"));
        await WriteWithProblemAsync(lease, "1");
        await AppendAsync(Some.Change("1", "2"));
        await ClaimAsync(lease);
        await ParkAsync(lease, Some.Order("1"), Some.Problem("tax"));

        var tax = Requeue() with { Cause = "tax", Record = Some.Order("1") };
        (await Inbox.RequeueAsync(tax with { Most = 1 }, Cancel)).ShouldBe(1);
        (await History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Cause.ShouldBe("tax", "that of the write");
        (await Inbox.RequeueAsync(tax, Cancel)).ShouldBe(1);
        await ReopenAsync();
        (await History.ProblemsAsync(Cancel)).ShouldBeEmpty();
        (await ClaimedIdsAsync(await TakeAsync())).ShouldBe(["1"]);
    }

    private async Task WriteWithProblemAsync(LaneLease lease, string id)
    {
        var entry = Some.Entry() with { Name = id, At = Time.GetUtcNow() };
        var settlement = new Settlement(Some.Order(id), long.MaxValue, entry, null, "written")
        {
            Problems = [Some.Problem("tax")],
        };
        (await Ledger.SettleAsync(lease, settlement, Cancel)).ShouldBe(SettleVerdict.Settled);
    }

    // Written records of which a problem is told all the same.
    private async Task<string> ListedAsync()
    {
        var records = new List<string>();
        foreach (var id in "1234")
        {
            var found = await History.FindAsync($"{id}", Cancel);
            records.AddRange(found.Where(record => record is { State: "written", Problems.Count: > 0 })
                .Select(record => record.Record.Id));
        }

        return string.Join(' ', records);
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
