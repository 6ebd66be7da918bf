using IntegrationHost.Connectors;
using IntegrationHost.Engine.Problems;
using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class What_a_record_can_tell
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_it_came_from_what_it_was_made_with_and_what_became_of_it_in_order_of_time()
    {
        await using var bench = new Bench();
        bench.Erp.Change("item", "33", "1", """{"itemId":"MUG"}""");
        bench.Scripts.With("order.csx", script => new Record
        {
            ["externalId"] = script.source.Text("id"),
            ["item"] = script.Find("item", by: "itemId", script.source.Text("sku")),
        });
        bench.Erp.Answer = _ => new Outcome.RetryLater("the record is locked");
        bench.Shop.Put("order", "7", "v5", """{"id":"7","sku":"MUG"}""", "#1007");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("retry", 1);
        bench.Erp.Answer = _ => null;
        await bench.PassTimeUntilAsync(bench.State.HappenedAsync("settle", 1));

        var state = (await bench.Engine.FindAsync("#1007", Cancel)).ShouldHaveSingleItem();
        var told = await bench.History.OfAsync(state.Record, Cancel);
        told.Select(entry => entry.What).ShouldBe(["seen", "intent", "retry", "intent", "written"]);
        told[0].Text.ShouldBe("by poll, version v5");
        told[2].Text.ShouldEndWith(": the record is locked");
        told[^1].Text.ShouldBe("created as erp/salesOrder 1 by order.csx v1, with item itemId MUG = 33");
        told.Select(entry => entry.At).ShouldBe(told.Select(entry => entry.At).Order());
    }

    [Fact]
    public async Task It_is_found_by_the_id_it_has_in_the_target()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""", "#1007");
        bench.Shop.Put("order", "8", "1", """{"id":"8","total":"1"}""", "#1008");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 2);
        var made = (await bench.History.FindAsync("8", Cancel)).Single().Entry!.TargetId;

        (await bench.Engine.FindAsync(made, Cancel)).Single().Name.ShouldBe("#1008");
        (await bench.Engine.FindAsync("nothing", Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_found_by_the_id_it_has_in_the_target_beside_another_that_is_called_so_at_the_source()
    {
        await using var bench = new Bench();
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""", "#1007");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 1);
        bench.Shop.Put("order", "1", "1", """{"id":"1","total":"1"}""", "#1001");
        bench.Engine.PollNow(Bench.Orders.Name);
        await bench.State.HappenedAsync("settle", 2);

        (await bench.Engine.FindAsync("1", Cancel)).Select(state => state.Name).ShouldBe(["#1001", "#1007"]);
    }

    [Theory]
    [InlineData("no customer ana.maria+shop@example.co.uk", "no customer a…@example.co.uk")]
    [InlineData("token shpat_0123456789abcdef0123 was refused", "token shpat_… was refused")]
    [InlineData("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.x.y", "Authorization: Bearer …")]
    [InlineData("card 4111 1111 1111 1111 declined", "card …1111 declined")]
    [InlineData("gid://shopify/Order/5000000000021 is held", "gid://shopify/Order/5000000000021 is held")]
    [InlineData("order SHPFY-us-4111111111111111 exists", "order SHPFY-us-4111111111111111 exists")]
    [InlineData("#1042 of 2026-11-30T08:00:00Z", "#1042 of 2026-11-30T08:00:00Z")]
    public void What_must_not_be_kept_is_masked_and_ids_are_not(string said, string kept) =>
        Redacted.Of(said).ShouldBe(kept);
}
