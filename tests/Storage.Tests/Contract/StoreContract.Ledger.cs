using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_settle_ends_the_record_in_one_unit(bool afterRestart)
    {
        var order = Some.Order("7");
        var lease = await ClaimedAsync(Some.Change("7"));
        await Ledger.PutIntentAsync(lease, Some.Intent(order), Cancel);
        var settlement = new Settlement(order, long.MaxValue, Some.Entry(), Some.Link("7", "900"), "created")
        {
            Input = """{"id":"7"}"""u8.ToArray(),
            Problems = [Some.Problem("amount-differs")],
        };
        (await Ledger.SettleAsync(lease, settlement, Cancel)).ShouldBe(SettleVerdict.Settled);
        if (afterRestart)
        {
            await ReopenAsync();
        }

        (await ClaimAsync(await TakeAsync())).ShouldBeEmpty();
        var found = (await History.FindAsync("7", Cancel)).ShouldHaveSingleItem();
        (found.State, found.Entry, found.Name).ShouldBe(("written", Some.Entry(), "#1042"));
        found.Problems.ShouldBe(settlement.Problems);
        (await Ledger.LinksAsync([Some.InShop("7")], Cancel)).ShouldHaveSingleItem().B.Id.ShouldBe("900");
        (await History.InputAsync(order, Cancel))!.Value.ToArray().ShouldBe(settlement.Input.ToArray());
        (await HistoryOfAsync(order)).ShouldBe(["seen", "intent", "written"]);
        (await History.CountsAsync(Cancel)).ShouldBe([new FlowCounts("orders", 1, 1, 0, 0, 0, 0)]);
    }

    [Fact]
    public async Task What_is_known_of_records_is_told_for_many_at_once()
    {
        var lease = await ClaimedAsync(Some.Change("7"), Some.Change("8"));
        await SettleAsync(lease, Some.Order("7"), Some.Entry("1") with { Agreed = "what both sides say" });
        await SettleAsync(lease, Some.Order("8"), Some.Entry("2") with { Agreed = "" });
        await AppendAsync(Some.Change("7", "2"));
        await ReopenAsync();

        var known = await Ledger.EntriesAsync(
            [Some.Order("7"), Some.Order("7"), Some.Order("8"), Some.Order("9"), Some.Order("7", "refunds")], Cancel);

        known.Keys.ShouldBe([Some.Order("7"), Some.Order("8")], ignoreOrder: true);
        known[Some.Order("7")].ShouldBe(Some.Entry("1") with { Agreed = "what both sides say" });
        known[Some.Order("8")].Agreed.ShouldBe("");
    }

    [Fact]
    public async Task A_settle_said_twice_changes_nothing_the_second_time()
    {
        var lease = await ClaimedAsync(Some.Change("7"));
        await SettleAsync(lease, Some.Order("7"), link: Some.Link("7", "900"));
        var again = await SettleAsync(lease, Some.Order("7"), Some.Entry("2"), Some.Link("7", "901"));
        again.ShouldBe(SettleVerdict.Fenced);

        (await History.FindAsync("7", Cancel)).ShouldHaveSingleItem().Entry.ShouldBe(Some.Entry());
        (await Ledger.LinksAsync([Some.InShop("7")], Cancel)).ShouldBe([Some.Link("7", "900")]);
        (await HistoryOfAsync(Some.Order("7"))).ShouldBe(["seen", "written"]);
        (await History.CountsAsync(Cancel)).ShouldHaveSingleItem().Read.ShouldBe(1);
    }

    [Fact]
    public async Task A_settle_covers_the_changes_up_to_the_one_it_names()
    {
        var order = Some.Order("7");
        await AppendAsync(Some.Change("7", "1"), Some.Change("7", "2"));
        var lease = await TakeAsync();
        var seen = (await ClaimAsync(lease)).ShouldHaveSingleItem().Newest.Sequence;
        await AppendAsync(Some.Change("7", "3"));
        await SettleAsync(lease, order, through: seen);
        await ReopenAsync();

        var left = (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem();
        left.Changes.ShouldHaveSingleItem().Change.Version.ShouldBe("3");
        left.Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task An_intent_stands_until_the_settle_and_comes_with_every_claim()
    {
        var order = Some.Order("7");
        var lease = await ClaimedAsync(Some.Change("7"));
        await Ledger.PutIntentAsync(lease, Some.Intent(order, "key-0"), Cancel);
        await Ledger.PutIntentAsync(lease, Some.Intent(order), Cancel);
        await ReopenAsync();
        lease = await TakeAsync();
        var intent = (await ClaimAsync(lease)).ShouldHaveSingleItem().Intent.ShouldNotBeNull();
        (intent with { Rendered = default }).ShouldBe(Some.Intent(order) with { Rendered = default });
        Encoding.UTF8.GetString(intent.Rendered.Span).ShouldBe("""{"total":"10.50"}""");

        await Inbox.RetryAsync(lease, Some.Retry(order, Some.Morning), Cancel);
        (await ClaimAsync(lease)).ShouldHaveSingleItem().Intent.ShouldNotBeNull();
        await SettleAsync(lease, order);
        await AppendAsync(Some.Change("7", "2"));
        (await ClaimAsync(lease)).ShouldHaveSingleItem().Intent.ShouldBeNull();
    }

    [Fact]
    public async Task The_crosswalk_answers_from_both_sides_and_leaves_out_what_it_does_not_know()
    {
        var lease = await ClaimedAsync(Some.Change("7"), Some.Change("8"));
        await SettleAsync(lease, Some.Order("7"), link: Some.Link("7", "900"));
        var archive = new LinkEnd("archive", "order", "a7");
        await SettleAsync(lease, Some.Order("8"), link: new Link("order", Some.Link("7", "").A, archive));
        await ReopenAsync();

        LinkSide[] sides =
        [
            Some.InShop("7"), Some.InErp("900"), Some.InShop("8"), Some.InErp("7"),
            new("order", "shop", "7", "archive"), new("customer", "shop", "7", "erp"),
        ];
        (await Ledger.LinksAsync(sides, Cancel)).Select(link => (link.A.Id, link.B.Connection, link.B.Id))
            .ShouldBe([("7", "erp", "900"), ("900", "shop", "7"), ("7", "archive", "a7")]);
    }

    [Fact]
    public async Task A_record_linked_anew_leaves_its_former_partner()
    {
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        await SettleAsync(lease, Some.Order("7"), link: Some.Link("7", "900"));
        await AppendAsync(Some.Change("7", "2"));
        await ClaimAsync(lease);
        await SettleAsync(lease, Some.Order("7"), Some.Entry("2"), Some.Link("7", "901"));

        (await Ledger.LinksAsync([Some.InShop("7")], Cancel)).ShouldBe([Some.Link("7", "901")]);
        (await Ledger.LinksAsync([Some.InErp("900")], Cancel)).ShouldBeEmpty();
        (await Ledger.LinksAsync([Some.InErp("901")], Cancel)).ShouldHaveSingleItem().B.Id.ShouldBe("7");
    }

    [Fact]
    public async Task Two_records_of_the_source_may_share_one_of_the_target()
    {
        var lease = await ClaimedAsync(Some.Change("7"), Some.Change("8"));
        await SettleAsync(lease, Some.Order("7"), link: Some.Link("7", "900"));
        await SettleAsync(lease, Some.Order("8"), link: Some.Link("8", "900"));

        (await Ledger.LinksAsync([Some.InShop("7"), Some.InShop("8")], Cancel)).Select(link => link.B.Id)
            .ShouldBe(["900", "900"]);
        (await Ledger.LinksAsync([Some.InErp("900")], Cancel)).ShouldHaveSingleItem().B.Id.ShouldBe("8", "the newest");
    }

    // 7, 8 and 9 share 900 in this order; one of them is linked anew, elsewhere or to 900 once more.
    [Theory]
    [InlineData("9", "901", "8")]
    [InlineData("8", "901", "9")]
    [InlineData("7", "901", "9")]
    [InlineData("7", "900", "7")]
    [InlineData("9", "900", "9")]
    public async Task A_shared_record_answers_with_the_newest_that_stayed(string moved, string to, string newest)
    {
        var lease = await ClaimedAsync(Some.Change("7"), Some.Change("8"), Some.Change("9"));
        foreach (var id in new[] { "7", "8", "9" })
        {
            await SettleAsync(lease, Some.Order(id), link: Some.Link(id, "900"));
        }

        await LinkAnewAsync(lease, moved, to);
        (await PartnerOf900Async()).ShouldBe(newest);
        (await Ledger.LinksAsync([Some.InShop(moved)], Cancel)).ShouldHaveSingleItem().B.Id.ShouldBe(to);
        await ReopenAsync();
        lease = await TakeAsync();
        (await PartnerOf900Async()).ShouldBe(newest);

        // All leave, the newest first.
        var stayed = new List<string> { "7", "8", "9" }.Where(id => id != moved || to == "900").ToList();
        if (to == "900")
        {
            stayed.Remove(moved);
            stayed.Add(moved);
        }

        for (; stayed.Count > 0; stayed.RemoveAt(stayed.Count - 1))
        {
            (await PartnerOf900Async()).ShouldBe(stayed[^1]);
            await LinkAnewAsync(lease, stayed[^1], "902");
        }

        (await PartnerOf900Async()).ShouldBeNull();
    }

    private async Task LinkAnewAsync(LaneLease lease, string id, string to)
    {
        await AppendAsync(Some.Change(id, $"{id} to {to}"));
        await ClaimAsync(lease);
        (await SettleAsync(lease, Some.Order(id), link: Some.Link(id, to))).ShouldBe(SettleVerdict.Settled);
    }

    private async Task<string?> PartnerOf900Async() =>
        (await Ledger.LinksAsync([Some.InErp("900")], Cancel)).SingleOrDefault()?.B.Id;

    [Fact]
    public async Task Cursors_move_only_from_where_they_stand_and_survive()
    {
        (await Ledger.CursorAsync("orders", Cancel)).ShouldBeNull();
        (await MoveAsync(null, Cursor.From(Some.Morning))).ShouldBe(AppendVerdict.Stored);
        await ReopenAsync();
        (await Ledger.CursorAsync("orders", Cancel)).ShouldBe(Cursor.From(Some.Morning));

        (await MoveAsync(null, new Cursor("2"))).ShouldBe(AppendVerdict.CursorMoved);
        (await MoveAsync(Cursor.From(Some.Morning), new Cursor("2"))).ShouldBe(AppendVerdict.Stored);
        (await MoveAsync(Cursor.From(Some.Morning), new Cursor("3"))).ShouldBe(AppendVerdict.CursorMoved);
        (await Ledger.CursorAsync("orders", Cancel)).ShouldBe(new Cursor("2"));
        (await Ledger.CursorAsync("refunds", Cancel)).ShouldBeNull();

        async Task<AppendVerdict> MoveAsync(Cursor? expected, Cursor next) => (await Inbox.AppendAsync(
            new Append([]) { Cursor = new CursorMove("orders", expected, next) }, Cancel)).Verdict;
    }

    [Fact]
    public async Task A_value_is_stored_only_over_the_version_that_was_read()
    {
        (await Ledger.PutValueAsync(Some.Value("token/erp/refresh", "a"), 1, Cancel)).ShouldBeFalse();
        (await Ledger.PutValueAsync(Some.Value("token/erp/refresh", "a"), 0, Cancel)).ShouldBeTrue();
        (await Ledger.PutValueAsync(Some.Value("token/erp/refresh", "b"), 0, Cancel)).ShouldBeFalse();
        await ReopenAsync();
        (await Ledger.PutValueAsync(Some.Value("token/erp/refresh", "b"), 1, Cancel)).ShouldBeTrue();

        (await Ledger.ValuesAsync("token/erp/refresh", Cancel))
            .ShouldBe([Some.Value("token/erp/refresh", "b") with { Version = 2 }]);
    }

    [Fact]
    public async Task Of_many_who_replace_a_value_at_once_one_succeeds()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            who => Ledger.PutValueAsync(Some.Value("token/erp/refresh", $"{who}"), 0, Cancel)));
        all.Count(stored => stored).ShouldBe(1);
    }

    [Fact]
    public async Task Values_are_found_by_how_their_names_begin()
    {
        string[] names = ["table/b/1", "table/a/é🚚", "table/a/1", "table/ab/1", "token/a/1"];
        foreach (var name in names)
        {
            await Ledger.PutValueAsync(Some.Value(name, name), 0, Cancel);
        }

        (await Ledger.ValuesAsync("table/a/", Cancel)).Select(value => value.Name)
            .ShouldBe(["table/a/1", "table/a/é🚚"]);
        (await Ledger.ValuesAsync("table/", Cancel)).Count.ShouldBe(4);
        (await Ledger.ValuesAsync("", Cancel)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_value_that_is_too_long_is_refused_in_a_sentence_and_the_store_goes_on()
    {
        var longName = await Should.ThrowAsync<ArgumentException>(
            () => Ledger.PutValueAsync(Some.Value("table/a/" + new string('é', 2000), "5"), 0, Cancel));
        longName.Message.ShouldContain("table/a/");
        await Should.ThrowAsync<ArgumentException>(
            () => Ledger.PutValueAsync(Some.Value("table/a/1", new string('x', 200_000)), 0, Cancel));

        (await Ledger.PutValueAsync(Some.Value("table/a/1", new string('x', 65_536)), 0, Cancel)).ShouldBeTrue();
        (await Ledger.ValuesAsync("table/a/", Cancel)).ShouldHaveSingleItem();
    }
}
