using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task What_was_appended_is_claimed_with_all_it_said()
    {
        var told = new Change("order", "7", "2026-11-24T07:59:58Z")
        {
            Kind = ChangeKind.Upsert,
            Record = Record.Parse("""{"id":"7","total":"10.50","note":"Zoë 🚚 \u0000"}"""),
            Name = "#1042 🚚",
            GroupKey = "6",
            ChangedAt = new DateTimeOffset(2026, 11, 24, 9, 0, 0, 123, TimeSpan.FromHours(1)),
        };
        await AppendAsync(new NewChange(Some.Order("7"), 0, told, "webhook 1f2e", Some.Morning.AddTicks(7)));
        await ReopenAsync();
        Time.Advance(TimeSpan.FromSeconds(1));

        var claimed = (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem();
        claimed.Record.ShouldBe(Some.Order("7"));
        claimed.Attempts.ShouldBe(0);
        claimed.Intent.ShouldBeNull();
        claimed.Entry.ShouldBeNull();
        claimed.Newest.Origin.ShouldBe("webhook 1f2e");
        claimed.Newest.SeenAt.ShouldBe(Some.Morning.AddTicks(7));
        var kept = claimed.Newest.Change;
        kept.Record!.ToUtf8().ShouldBe(told.Record.ToUtf8());
        (kept with { Record = null }).ShouldBe(told with { Record = null });
    }

    [Fact]
    public async Task A_delivery_that_was_stored_before_is_dropped_as_a_whole()
    {
        var first = new Append([Some.Change("7")]) { DeliveryKey = "shop/1f2e" };
        (await Inbox.AppendAsync(first, Cancel)).ShouldBe(new AppendAnswer(AppendVerdict.Stored, 1));
        await ReopenAsync();

        var again = new Append([Some.Change("8")])
        {
            DeliveryKey = "shop/1f2e",
            Cursor = new CursorMove("orders", null, new Cursor("1")),
        };
        (await Inbox.AppendAsync(again, Cancel)).ShouldBe(new AppendAnswer(AppendVerdict.Duplicate, 0));
        (await ClaimedIdsAsync(await TakeAsync())).ShouldBe(["7"]);
        (await Ledger.CursorAsync("orders", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_batch_is_stored_with_its_cursor_or_not_at_all()
    {
        var page = new Append([Some.Change("7"), Some.Change("8")])
        {
            DeliveryKey = "page 1",
            Cursor = new CursorMove("orders", new Cursor("somewhere else"), new Cursor("1")),
        };
        (await Inbox.AppendAsync(page, Cancel)).ShouldBe(new AppendAnswer(AppendVerdict.CursorMoved, 0));
        (await ClaimedIdsAsync(await TakeAsync())).ShouldBeEmpty();
        (await Ledger.CursorAsync("orders", Cancel)).ShouldBeNull();
        (await HistoryOfAsync(Some.Order("7"))).ShouldBeEmpty();

        // What was not stored left no trace: the same page, read again, is news.
        page = page with { Cursor = page.Cursor with { Expected = null } };
        (await Inbox.AppendAsync(page, Cancel)).ShouldBe(new AppendAnswer(AppendVerdict.Stored, 2));
        (await Ledger.CursorAsync("orders", Cancel)).ShouldBe(new Cursor("1"));
    }

    [Fact]
    public async Task A_page_without_changes_moves_the_cursor()
    {
        var move = new CursorMove("orders", null, new Cursor("1"));
        (await Inbox.AppendAsync(new Append([]) { Cursor = move }, Cancel)).Verdict.ShouldBe(AppendVerdict.Stored);
        (await Ledger.CursorAsync("orders", Cancel)).ShouldBe(new Cursor("1"));
    }

    [Fact]
    public async Task A_change_that_is_pending_is_not_stored_again()
    {
        await AppendAsync(Some.Change("7"));
        (await AppendAsync(Some.Change("7"), Some.Change("8"))).ShouldBe(new AppendAnswer(AppendVerdict.Stored, 1));
        await ReopenAsync();
        (await AppendAsync(Some.Change("7"))).Stored.ShouldBe(0);
        (await ClaimAsync(await TakeAsync())).ShouldAllBe(claimed => claimed.Changes.Count == 1);
    }

    [Fact]
    public async Task A_change_that_waits_for_a_person_is_not_stored_again()
    {
        var lease = await ClaimedAsync(Some.Change("7"));
        await ParkAsync(lease, Some.Order("7"), Some.Problem("tax"));
        (await AppendAsync(Some.Change("7"))).Stored.ShouldBe(0);
        (await StateOfAsync(Some.Order("7"))).ShouldBe("refused");
    }

    [Fact]
    public async Task A_version_the_ledger_settled_last_is_not_stored_again()
    {
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        await SettleAsync(lease, Some.Order("7"), Some.Entry("2"));

        (await AppendAsync(Some.Change("7", "2"))).Stored.ShouldBe(0);
        (await AppendAsync(Some.Change("7", "3"))).Stored.ShouldBe(1);
        await ReopenAsync();
        (await AppendAsync(Some.Change("7", "2"))).Stored.ShouldBe(0, "also while a newer version waits");
        (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem().Newest.Change.Version.ShouldBe("3");
    }

    [Fact]
    public async Task A_deletion_is_news_once_even_when_it_carries_the_version_that_was_settled()
    {
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        await SettleAsync(lease, Some.Order("7"), Some.Entry("1"));
        (await AppendAsync(Some.Change("7", "1").Gone())).Stored.ShouldBe(1);
        (await AppendAsync(Some.Change("7", "1").Gone())).Stored.ShouldBe(0);

        (await ClaimAsync(lease)).ShouldHaveSingleItem().Newest.Change.Kind.ShouldBe(ChangeKind.Delete);
        await SettleAsync(lease, Some.Order("7"), Some.Entry("1"));
        await ReopenAsync();
        (await AppendAsync(Some.Change("7", "1").Gone())).Stored.ShouldBe(0);
        (await AppendAsync(Some.Change("7", "1"))).Stored.ShouldBe(0, "a late hint does not bring it back");
    }

    [Fact]
    public async Task A_change_without_a_version_is_always_stored()
    {
        await AppendAsync(Some.Change("7", ""));
        (await AppendAsync(Some.Change("7", ""))).Stored.ShouldBe(1);
        (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem().Changes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Sequences_grow_even_when_the_inbox_was_empty_in_between()
    {
        await AppendAsync(Some.Change("7"), Some.Change("8"));
        var lease = await TakeAsync();
        var before = (await ClaimAsync(lease)).Max(claimed => claimed.Newest.Sequence);
        await SettleAsync(lease, Some.Order("7"));
        await SettleAsync(lease, Some.Order("8"));
        await ReopenAsync();

        await AppendAsync(Some.Change("9"));
        (await ClaimAsync(await TakeAsync())).ShouldHaveSingleItem().Newest.Sequence.ShouldBeGreaterThan(before);
    }

    [Fact]
    public async Task A_record_of_two_flows_is_two_records()
    {
        await AppendAsync(Some.Change("7", flow: "orders"), Some.Change("7", flow: "refunds"));
        var lease = await TakeAsync();
        (await ClaimAsync(lease)).Count.ShouldBe(2);
        await SettleAsync(lease, Some.Order("7", "orders"));
        (await StateOfAsync(Some.Order("7", "orders"))).ShouldBe("written");
        (await StateOfAsync(Some.Order("7", "refunds"))).ShouldBe("pending");
    }

    [Fact]
    public async Task Names_and_ids_may_be_long_and_hold_any_character()
    {
        var tail = string.Concat(Enumerable.Repeat("é🚚|", 1000));
        RecordKey[] records =
        [
            Some.Order("7|" + tail), Some.Order("7|" + tail + "x"), new("orders", "order|7", "8"),
            new("orders", "order", "7|8"), new("orders", "order", "7%7C8"),
        ];
        var lease = await ClaimedAsync([.. records.Select(record => Some.Change(record, "1").Named("🚚" + tail))]);
        foreach (var record in records)
        {
            var link = new Link("order", new LinkEnd("shop", record.Entity, record.Id), new LinkEnd("erp", "so", tail));
            await SettleAsync(lease, record, Some.Entry() with { Name = "🚚" + tail }, link);
        }

        await ReopenAsync();
        (await History.FindAsync("🚚" + tail, Cancel)).Select(found => found.Record)
            .ShouldBe(records, ignoreOrder: true);
        foreach (var record in records)
        {
            (await History.FindAsync(record.Id, Cancel)).ShouldHaveSingleItem().Record.ShouldBe(record);
            (await HistoryOfAsync(record)).ShouldBe(["seen", "written"]);
        }
    }
}
