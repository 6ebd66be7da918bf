using IntegrationHost.Engine.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Engine.Tests;

public sealed class When_a_script_asks_wrongly
{
    [Theory]
    [InlineData("of 3 'Red mug' 1.50 are left", "of # … # are left")]
    [InlineData("the shop's order has no SKU", "the shop's order has no SKU")]
    [InlineData("order.csx(12,5): 'customer.id' has no text", "order.csx(#): … has no text")]
    public void A_cause_holds_nothing_that_is_one_records_own(string sentence, string cause) =>
        Problems.CauseText.OfSentence(sentence).ShouldBe(cause);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_question_that_cannot_be_asked_holds_up_nobody_else()
    {
        await using var bench = new Bench();
        bench.Erp.FindFault = field => field == "upc"
            ? new ArgumentException("an item cannot be found by 'upc'")
            : null;
        bench.Scripts.With("order.csx", script => script.source.Text("id") == "3"
            ? new Record { ["item"] = script.Find("item", by: "upc", "0401") }
            : new Record { ["total"] = 1m });
        for (var id = 0; id < 20; id++)
        {
            bench.Shop.Put("order", $"{id}", "1", $$"""{"id":"{{id}}"}""");
        }

        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("settle", 19);
        await bench.State.HappenedAsync("park", 1);

        var problem = (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem();
        problem.Code.ShouldBe("script-fault");
        problem.Text.ShouldBe("order.csx: an item cannot be found by 'upc'");
    }

    [Fact]
    public async Task However_often_it_asks_the_connection_stays_open()
    {
        await using var bench = new Bench();
        bench.Erp.FindFault = _ => new ArgumentException("an item cannot be found by 'upc'");
        bench.Scripts.With("order.csx", script =>
            new Record { ["item"] = script.Find("item", by: "upc", script.source.Text("id")) });
        for (var id = 0; id < 40; id++)
        {
            bench.Shop.Put("order", $"{id}", "1", $$"""{"id":"{{id}}"}""");
        }

        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 40);

        bench.Engine.Status().Connections.ShouldAllBe(connection => connection.State == ConnectionState.Open);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Looking_for_nothing_is_a_fault_of_that_record(string? sku)
    {
        await using var bench = new Bench();
        bench.Scripts.With("order.csx", script => new Record { ["item"] = script.Find("item", by: "itemId", sku!) });
        bench.Shop.Put("order", "7", "1", """{"id":"7"}""");
        await bench.StartAsync(Bench.Orders);
        await bench.State.HappenedAsync("park", 1);

        (await bench.History.ProblemsAsync(Cancel)).ShouldHaveSingleItem().Text
            .ShouldContain("Find(\"item\", by: \"itemId\", …) was given nothing to look for");
    }
}
