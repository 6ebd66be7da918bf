using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_record_is_found_by_id_and_by_name_over_all_flows_wherever_it_is()
    {
        var lease = await ClaimedAsync(Some.Change("7").Named("#1042"), Some.Change("9", flow: "customers"));
        await SettleAsync(lease, Some.Order("7"));
        await AppendAsync(
            Some.Change("7", flow: "refunds").Named("#1042"), Some.Change("#1042", flow: "customers"),
            Some.Change("8").Named("#1043"));

        (await History.FindAsync("#1042", Cancel)).Select(found => (found.Record, found.State)).ShouldBe(
            [
                (Some.Order("7"), "written"), (Some.Order("7", "refunds"), "pending"),
                (Some.Order("#1042", "customers"), "pending"),
            ],
            ignoreOrder: true);
        (await History.FindAsync("7", Cancel)).Count.ShouldBe(2);
        (await History.FindAsync("nobody", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hint_without_a_name_does_not_take_the_name_of_a_known_record()
    {
        var lease = await ClaimedAsync(Some.Change("7").Named("#1042"));
        await SettleAsync(lease, Some.Order("7"));
        await AppendAsync(Some.Change("7", "2"));
        (await History.FindAsync("#1042", Cancel)).ShouldHaveSingleItem().Name.ShouldBe("#1042");

        await ReopenAsync();
        lease = await TakeAsync();
        await ClaimAsync(lease);
        await ParkAsync(lease, Some.Order("7"), Some.Problem("tax"));
        var parked = await History.ParkedAsync(new ParkedQuery(null, null, 10), Cancel);
        parked.ShouldHaveSingleItem().Name.ShouldBe("#1042");
        (await History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Sample.ShouldBe(["#1042"]);
    }

    [Theory]
    [InlineData(EntryState.Written, "written")]
    [InlineData(EntryState.Skipped, "skipped")]
    [InlineData(EntryState.Deleted, "deleted")]
    public async Task A_settled_record_is_where_its_last_handling_left_it(EntryState state, string word)
    {
        var lease = await ClaimedAsync(Some.Change("7"));
        await SettleAsync(lease, Some.Order("7"), Some.Entry(state: state));
        await ReopenAsync();
        (await StateOfAsync(Some.Order("7"))).ShouldBe(word);
        (await HistoryOfAsync(Some.Order("7"))).ShouldBe(["seen", word]);
    }

    [Fact]
    public async Task A_settle_may_say_in_a_word_of_its_own_what_happened()
    {
        var lease = await ClaimedAsync(Some.Change("7"));
        var skipped = new Settlement(Some.Order("7"), long.MaxValue, Some.Entry(), null, "skipped: paid elsewhere")
        {
            What = "skipped",
        };
        await Ledger.SettleAsync(lease, skipped, Cancel);
        (await StateOfAsync(Some.Order("7"))).ShouldBe("written", "it still stands in the target");
        (await HistoryOfAsync(Some.Order("7"))).ShouldBe(["seen", "skipped"]);
    }

    [Fact]
    public async Task History_is_told_in_order_of_time()
    {
        var order = Some.Order("7");
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        Time.Advance(TimeSpan.FromSeconds(1));
        await Ledger.PutIntentAsync(lease, Some.Intent(order) with { At = Time.GetUtcNow() }, Cancel);
        Time.Advance(TimeSpan.FromSeconds(1));
        var put = Some.Retry(order, Time.GetUtcNow().AddSeconds(2)) with { At = Time.GetUtcNow() };
        await Inbox.RetryAsync(lease, put, Cancel);
        Time.Advance(TimeSpan.FromSeconds(3));
        await ReopenAsync();
        lease = await TakeAsync();
        await ClaimAsync(lease);
        await ParkAsync(lease, order, Some.Problem("tax"));
        Time.Advance(TimeSpan.FromSeconds(1));
        await Inbox.RequeueAsync(Requeue(), Cancel);
        await ClaimAsync(lease);
        await SettleAsync(lease, order, Some.Entry() with { At = Time.GetUtcNow() });

        var told = await History.OfAsync(order, Cancel);
        told.Select(entry => entry.What).ShouldBe(["seen", "intent", "retry", "refused", "released", "written"]);
        told.Select(entry => (entry.At - Some.Morning).TotalSeconds).ShouldBe([0, 1, 2, 5, 6, 6]);
        told.ShouldAllBe(entry => entry.Text.Length > 0);
    }

    [Fact]
    public async Task History_of_a_record_shows_its_newest_thousand_entries()
    {
        await AppendAsync([.. Enumerable.Range(1, 1100).Select(
            version => Some.Change("7", $"{version}", seen: Some.Morning.AddSeconds(version)))]);
        var told = await History.OfAsync(Some.Order("7"), Cancel);
        told.Count.ShouldBe(1000);
        told[^1].At.ShouldBe(Some.Morning.AddSeconds(1100));
    }

    [Fact]
    public async Task The_input_is_the_one_that_was_mapped_last()
    {
        (await History.InputAsync(Some.Order("7"), Cancel)).ShouldBeNull();
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        await ParkAsync(lease, Some.Order("7"), Some.Problem("tax"));
        await AppendAsync(Some.Change("7", "2"));
        await ClaimAsync(lease);
        await Ledger.SettleAsync(lease, new Settlement(Some.Order("7"), long.MaxValue, Some.Entry("2"), null, "created")
        {
            Input = """{"id":"7","v":2}"""u8.ToArray(),
        }, Cancel);
        var input = (await History.InputAsync(Some.Order("7"), Cancel)).ShouldNotBeNull();
        input.ToArray().ShouldBe("""{"id":"7","v":2}"""u8.ToArray());
    }

    [Fact]
    public async Task Problems_are_grouped_by_cause_with_the_money_that_waits()
    {
        var lease = await ClaimedAsync(
            Some.Change("1").Named("#1"), Some.Change("2").Named("#2"), Some.Change("3").Named("#3"),
            Some.Change("4").Named("#4"), Some.Change("5", flow: "refunds"), Some.Change("6", flow: "customers"));
        Money?[] money = [new(10.50m, "USD"), new(4.25m, "USD"), new(3, "EUR"), null];
        for (var order = 1; order <= money.Length; order++)
        {
            await ParkAsync(lease, Some.Order($"{order}"), Some.Problem("tax"), money[order - 1]);
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        await ParkAsync(lease, Some.Order("5", "refunds"), Some.Problem("tax"));
        await ParkAsync(
            lease, Some.Order("6", "customers"), Some.Problem("link", needsPerson: false), null, Some.Table("a"));
        await ReopenAsync();

        var problems = await History.ProblemsAsync(Cancel);
        problems.Select(problem => problem.Cause).ShouldBe(["tax", "link"]);
        var tax = problems[0];
        (tax.Code, tax.Text, tax.Remedy).ShouldBe(("code-of-tax", "tax is wrong", "mend tax"));
        (tax.Count, tax.NeedsPerson).ShouldBe((5, true));
        tax.Flows.ShouldBe(["orders", "refunds"]);
        tax.Sample.ShouldBe(["#1", "#2", "#3"]);
        (tax.First, tax.Last).ShouldBe((Some.Morning, Some.Morning.AddMinutes(4)));
        tax.AtStake.ShouldBe([new Money(14.75m, "USD"), new Money(3, "EUR")], ignoreOrder: true);
    }

    [Fact]
    public async Task Those_that_need_a_person_come_first_then_the_largest()
    {
        var lease = await ClaimedAsync(Some.Change("1"), Some.Change("2"), Some.Change("3"));
        await Inbox.ParkAsync(lease, ParkOf(Some.Order("1"), [Some.Problem("a"), Some.Problem("b")]), Cancel);
        await Inbox.ParkAsync(lease, ParkOf(Some.Order("2"), [Some.Problem("b"), Some.Problem("c", false)]), Cancel);
        await Inbox.ParkAsync(lease, ParkOf(Some.Order("3"), [Some.Problem("c", false)]), Cancel);
        (await History.ProblemsAsync(Cancel)).Select(problem => problem.Cause).ShouldBe(["b", "a", "c"]);
    }

    [Fact]
    public async Task A_record_and_its_money_count_once_in_a_problem()
    {
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        var amount = Some.Problem("amount-differs");
        await Ledger.SettleAsync(lease, new Settlement(Some.Order("7"), long.MaxValue, Some.Entry(), null, "created")
        {
            Problems = [amount],
        }, Cancel);
        await AppendAsync(Some.Change("7", "2"));
        await ClaimAsync(lease);

        // Two lines of one order have the same fault, and the one that was written before has it still.
        var park = ParkOf(Some.Order("7"), [amount, amount]) with { AtStake = new Money(10, "USD") };
        await Inbox.ParkAsync(lease, park, Cancel);
        var problem = (await History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Count.ShouldBe(1);
        problem.Sample.ShouldHaveSingleItem();
        problem.AtStake.ShouldBe([new Money(10, "USD")]);
    }

    [Fact]
    public async Task A_problem_of_a_written_record_lasts_until_its_next_settle()
    {
        var lease = await ClaimedAsync(Some.Change("7", "1"));
        await Ledger.SettleAsync(lease, new Settlement(Some.Order("7"), long.MaxValue, Some.Entry(), null, "created")
        {
            Problems = [Some.Problem("amount-differs")],
        }, Cancel);
        await ReopenAsync();
        (await History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Sample.ShouldBe(["#1042"]);

        await AppendAsync(Some.Change("7", "2"));
        lease = await TakeAsync();
        await ClaimAsync(lease);
        await SettleAsync(lease, Some.Order("7"), Some.Entry("2"));
        (await History.ProblemsAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Parked_records_are_listed_by_cause_and_by_what_they_wait_for_oldest_first()
    {
        var lease = await ClaimedAsync(Some.Change("1"), Some.Change("2"), Some.Change("3"));
        await ParkAsync(lease, Some.Order("3"), Some.Problem("a"), null, Some.Table("x"));
        await ParkAsync(lease, Some.Order("2"), Some.Problem("a"), null, LinkOf7);
        await ParkAsync(lease, Some.Order("1"), Some.Problem("b"));

        (await IdsAsync(new ParkedQuery(null, null, 2))).ShouldBe(["1", "2"]);
        (await IdsAsync(new ParkedQuery("a", null, 9))).ShouldBe(["2", "3"]);
        (await IdsAsync(new ParkedQuery("a", DependencyKind.Table, 9))).ShouldBe(["3"]);
        (await IdsAsync(new ParkedQuery(null, DependencyKind.Find, 9))).ShouldBeEmpty();

        async Task<IEnumerable<string>> IdsAsync(ParkedQuery query) =>
            (await History.ParkedAsync(query, Cancel)).Select(parked => parked.Record.Id);
    }

    [Fact]
    public async Task Each_record_counts_once_by_where_it_is_now()
    {
        var lease = await ClaimedAsync([.. Enumerable.Range(1, 7).Select(id => Some.Change($"{id}"))]);
        await SettleAsync(lease, Some.Order("1"));
        await SettleAsync(lease, Some.Order("2"), Some.Entry(state: EntryState.Skipped));
        await SettleAsync(lease, Some.Order("3"), Some.Entry(state: EntryState.Deleted));
        await ParkAsync(lease, Some.Order("4"), Some.Problem("a"), null, Some.Table("x"));
        await ParkAsync(lease, Some.Order("5"), Some.Problem("a"));
        await SettleAsync(lease, Some.Order("6"));
        await AppendAsync(Some.Change("6", "2"), Some.Change("1", flow: "refunds"));

        FlowCounts[] expected =
        [
            new("orders", Read: 7, Written: 1, Held: 1, Refused: 1, Skipped: 1, Pending: 2),
            new("refunds", Read: 1, Written: 0, Held: 0, Refused: 0, Skipped: 0, Pending: 1),
        ];
        (await History.CountsAsync(Cancel)).ShouldBe(expected);
        await ReopenAsync();
        (await History.CountsAsync(Cancel)).ShouldBe(expected);
    }

    [Fact]
    public async Task Settled_together_each_record_counts_once_whatever_it_had_before()
    {
        const int Each = 20;
        var again = Enumerable.Range(0, Each).Select(number => $"again-{number}").ToArray();
        var fresh = Enumerable.Range(0, Each).Select(number => $"fresh-{number}").ToArray();
        var several = Enumerable.Range(0, Each).Select(number => $"several-{number}").ToArray();
        var lease = await ClaimedAsync([.. again.Select(id => Some.Change(id))]);
        await Task.WhenAll(again.Select(id => SettleAsync(lease, Some.Order(id))));
        await AppendAsync([.. several.Select(id => Some.Change(id))]);
        await AppendAsync(
        [
            .. again.Concat(several).Select(id => Some.Change(id, "2")), .. fresh.Select(id => Some.Change(id)),
        ]);
        (await ClaimAsync(lease)).Count.ShouldBe(3 * Each);

        var verdicts = await Task.WhenAll(several.Concat(fresh).Concat(again).Select(
            id => SettleAsync(lease, Some.Order(id), Some.Entry("2"))));
        verdicts.ShouldAllBe(verdict => verdict == SettleVerdict.Settled);
        (await History.CountsAsync(Cancel)).ShouldBe([new FlowCounts("orders", 3 * Each, 3 * Each, 0, 0, 0, 0)]);
        foreach (var id in new[] { several[0], fresh[0], again[0] })
        {
            (await HistoryOfAsync(Some.Order(id))).Count(what => what == "seen").ShouldBe(id == fresh[0] ? 1 : 2);
        }
    }

    [Fact]
    public async Task Since_when_the_oldest_change_on_its_way_waits_is_told_for_each_flow()
    {
        var lease = await ClaimedAsync(
            Some.Change("1", seen: Some.Morning.AddHours(-3)), Some.Change("2", seen: Some.Morning.AddHours(-2)),
            Some.Change("3", flow: "refunds", seen: Some.Morning.AddHours(-1)));
        await ParkAsync(lease, Some.Order("1"), Some.Problem("a"));
        (await History.OldestAsync(Cancel)).ShouldBe(new Dictionary<string, DateTimeOffset>
        {
            ["orders"] = Some.Morning.AddHours(-2),
            ["refunds"] = Some.Morning.AddHours(-1),
        }, ignoreOrder: true);

        await SettleAsync(lease, Some.Order("2"));
        (await History.OldestAsync(Cancel)).Keys.ShouldBe(["refunds"]);
    }
}
