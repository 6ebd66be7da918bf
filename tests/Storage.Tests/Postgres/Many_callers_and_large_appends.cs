using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Postgres;

public sealed class Many_callers_and_large_appends(OneServer server)
{
    private const int Callers = 256;
    private const int Large = 5000; // Copied in.

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_256_callers_at_once_each_gets_its_own_verdict()
    {
        await using var store = await (await Database.NewAsync(server, Cancel)).OpenAsync(Cancel);
        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => store.Inbox.AppendAsync(
            new Append([Some.Change($"{caller}-a"), Some.Change($"{caller}-b"), Some.Change($"{caller / 2}")])
            {
                DeliveryKey = $"{caller / 2}", // Each delivery comes twice.
                Cursor = caller % 2 == 0 ? new CursorMove($"flow {caller}", null, new Cursor($"{caller}")) : null,
            }, Cancel)));
        foreach (var pair in answers.Chunk(2))
        {
            pair.ShouldBe(
                [new AppendAnswer(AppendVerdict.Stored, 3), new AppendAnswer(AppendVerdict.Duplicate, 0)],
                ignoreOrder: true);
        }

        (await store.Upkeep.HealthAsync(Cancel)).Pending.ShouldBe(Callers / 2 * 3);
    }

    [Fact]
    public async Task Of_many_who_move_one_cursor_at_once_one_succeeds()
    {
        await using var store = await (await Database.NewAsync(server, Cancel)).OpenAsync(Cancel);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(who => store.Inbox.AppendAsync(
            new Append([Some.Change($"{who}")]) { Cursor = new CursorMove("orders", null, new Cursor($"{who}")) },
            Cancel)));
        answers.Count(answer => answer == new AppendAnswer(AppendVerdict.Stored, 1)).ShouldBe(1);
        answers.Count(answer => answer == new AppendAnswer(AppendVerdict.CursorMoved, 0)).ShouldBe(39);
        (await store.Upkeep.HealthAsync(Cancel)).Pending.ShouldBe(1);
    }

    [Fact]
    public async Task A_large_append_means_the_same_as_a_small_one()
    {
        await using var store = await (await Database.NewAsync(server, Cancel)).OpenAsync(Cancel);
        await store.Inbox.AppendAsync(new Append([Some.Change("1"), Some.Change("2")]), Cancel);
        var all = Enumerable.Range(1, Large).Select(id => Some.Change($"{id}").Named($"#{id}")).ToArray();
        var page = new Append([.. all, Some.Change("9"), Some.Change("1", "2")])
        {
            DeliveryKey = "backfill 1",
            Cursor = new CursorMove("orders", new Cursor("elsewhere"), new Cursor("1")),
        };
        (await store.Inbox.AppendAsync(page, Cancel)).Verdict.ShouldBe(AppendVerdict.CursorMoved);
        page = page with { Cursor = page.Cursor with { Expected = null } };
        (await store.Inbox.AppendAsync(page, Cancel)).ShouldBe(new AppendAnswer(AppendVerdict.Stored, Large - 2 + 1));
        (await store.Inbox.AppendAsync(page, Cancel)).Verdict.ShouldBe(AppendVerdict.Duplicate);

        (await store.Upkeep.HealthAsync(Cancel)).Pending.ShouldBe(Large + 1);
        (await store.Ledger.CursorAsync("orders", Cancel)).ShouldBe(new Cursor("1"));
        (await store.History.FindAsync("#77", Cancel)).ShouldHaveSingleItem().Record.ShouldBe(Some.Order("77"));
        var lease = (await store.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
        var claimed = (await store.Inbox.ClaimAsync(
            lease, new ClaimRequest(Some.Morning, 3, new HashSet<string> { "orders" }), Cancel)).Records;
        claimed.Select(record => record.Record.Id).ShouldBe(["1", "2", "3"]);
        claimed[0].Changes.Select(change => change.Change.Version).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Large_payloads_and_texts_of_any_character_come_back_as_they_were()
    {
        var odd = "\0 \u0001 \ud83d lone, 🚚 whole \udc00";
        var record = Record.Parse($$"""{"id":"7","note":"{{new string('x', 1 << 20)}} \u0000 🚚"}""");
        var key = new RecordKey("orders", "order", "7" + odd);
        var change = new Change("order", key.Id, odd) { Name = odd, GroupKey = odd, Record = record };
        await using var store = await (await Database.NewAsync(server, Cancel)).OpenAsync(Cancel);
        await store.Inbox.AppendAsync(new Append([new NewChange(key, 0, change, odd, Some.Morning)]), Cancel);
        var lease = (await store.Inbox.TakeAsync(0, Cancel)).ShouldNotBeNull();
        var claimed = (await store.Inbox.ClaimAsync(
            lease, new ClaimRequest(Some.Morning, 3, new HashSet<string> { "orders" }), Cancel)).Records
            .ShouldHaveSingleItem();
        claimed.Record.ShouldBe(key);
        claimed.Newest.Origin.ShouldBe(odd);
        claimed.Newest.Change.Record!.ToUtf8().ShouldBe(record.ToUtf8());
        (claimed.Newest.Change with { Record = null }).ShouldBe(change with { Record = null });

        var input = record.ToUtf8();
        await store.Ledger.PutIntentAsync(lease, Some.Intent(key, odd) with { Rendered = input }, Cancel);
        var settlement = new Settlement(
            key, long.MaxValue, Some.Entry(odd) with { Name = odd }, Some.Link(odd, odd), odd) { Input = input };
        (await store.Ledger.SettleAsync(lease, settlement, Cancel)).ShouldBe(SettleVerdict.Settled);
        (await store.History.InputAsync(key, Cancel))!.Value.ToArray().ShouldBe(input);
        (await store.History.FindAsync(odd, Cancel)).ShouldHaveSingleItem().Entry!.SourceVersion.ShouldBe(odd);
        (await store.Ledger.LinksAsync([Some.InShop(odd)], Cancel)).ShouldBe([Some.Link(odd, odd)]);
        (await store.History.OfAsync(key, Cancel))[^1].Text.ShouldBe(odd);
    }
}
