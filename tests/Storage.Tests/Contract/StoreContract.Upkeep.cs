using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Tests.Support;
using Shouldly;

namespace IntegrationHost.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Pruning_forgets_old_history_inputs_and_delivery_keys_of_settled_records()
    {
        await Inbox.AppendAsync(new Append([Some.Change("7")]) { DeliveryKey = "shop/1f2e" }, Cancel);
        var lease = await TakeAsync();
        await ClaimAsync(lease);
        await Ledger.SettleAsync(
            lease, new Settlement(Some.Order("7"), long.MaxValue, Some.Entry(), Some.Link("7", "900"), "created")
            {
                Input = """{"id":"7"}"""u8.ToArray(),
                Problems = [Some.Problem("amount-differs")],
            }, Cancel);
        (await Upkeep.PruneAsync(Some.Morning, Cancel)).ShouldBe(0, "nothing is older than that");

        (await HistoryOfAsync(Some.Order("7"))).ShouldBe(["seen", "written"]);
        await PruneToTheEndAsync(Some.Morning.AddSeconds(1));
        await ReopenAsync();
        (await HistoryOfAsync(Some.Order("7"))).ShouldBeEmpty();
        (await History.InputAsync(Some.Order("7"), Cancel)).ShouldBeNull();
        (await Inbox.AppendAsync(new Append([Some.Change("9")]) { DeliveryKey = "shop/1f2e" }, Cancel))
            .Verdict.ShouldBe(AppendVerdict.Stored);

        (await StateOfAsync(Some.Order("7"))).ShouldBe("written");
        (await Ledger.LinksAsync([Some.InShop("7")], Cancel)).ShouldHaveSingleItem();
        (await History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Pruning_keeps_what_is_told_of_records_that_wait()
    {
        var lease = await ClaimedAsync(Some.Change("7"));
        await ParkAsync(lease, Some.Order("7"), Some.Problem("tax"));
        (await Upkeep.PruneAsync(Some.Morning.AddYears(1), Cancel)).ShouldBe(0);

        (await HistoryOfAsync(Some.Order("7"))).ShouldBe(["seen", "refused"]);
        (await History.InputAsync(Some.Order("7"), Cancel)).ShouldNotBeNull();
        (await History.ParkedAsync(new ParkedQuery(null, null, 9), Cancel)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Pruning_takes_a_bounded_part_and_gets_to_the_end()
    {
        await AppendAsync([.. Enumerable.Range(1, 1200).Select(version => Some.Change("7", $"{version}"))]);
        var lease = await TakeAsync();
        await ClaimAsync(lease);
        await SettleAsync(lease, Some.Order("7"));

        await PruneToTheEndAsync(Some.Morning.AddSeconds(1));
        (await HistoryOfAsync(Some.Order("7"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Health_says_that_the_store_works_and_how_much_waits()
    {
        await AppendAsync(Some.Change("7", "1"), Some.Change("7", "2"), Some.Change("8"));
        var health = await Upkeep.HealthAsync(Cancel);
        health.Ok.ShouldBeTrue(health.Detail);
        health.Pending.ShouldBe(3);
        health.Bytes.ShouldBeGreaterThan(0);
        health.Detail.ShouldNotBeEmpty();
    }

    // A call forgets a bounded part, and says whether there may be more.
    private async Task PruneToTheEndAsync(DateTimeOffset before)
    {
        const int callsMost = 10;
        const int partMost = 1200;
        for (var call = 0; await Upkeep.PruneAsync(before, Cancel) is > 0 and var part; call++)
        {
            part.ShouldBeLessThan(partMost);
            call.ShouldBeLessThan(callsMost);
        }
    }
}
