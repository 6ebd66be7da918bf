using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_parts_of_orders_are_polled
{
    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Cursor Start => Cursor.From(_shop.Time.GetUtcNow().AddHours(-1));

    [Theory]
    [InlineData("transaction")]
    [InlineData("refund")]
    [InlineData("return")]
    [InlineData("fulfillment")]
    public async Task A_part_belongs_to_its_order(string entity)
    {
        var id = await new Played(_shop).ChangeAsync(entity, 2, Cancel);

        var change = (await _shop.Connector().ReadChangesAsync(entity, Start, Cancel)).Changes
            .Single(each => each.Id == id);

        change.GroupKey.ShouldBe(_shop.Records("Order")[0].GetProperty("id").GetString());
        change.Name!.ShouldStartWith("#1001");
    }

    [Fact]
    public async Task An_old_payment_of_an_order_that_changes_today_is_not_new()
    {
        var order = _shop.Order(TestShop.Line("MUG-1", 2));
        _shop.Time.Advance(TimeSpan.FromDays(1));
        var since = Cursor.From(_shop.Time.GetUtcNow());
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        new Played(_shop).Refund(order);

        var changes = (await _shop.Connector().ReadChangesAsync("transaction", since, Cancel)).Changes;

        var refund = (await _shop.Connector().ReadAsync("transaction", [changes.ShouldHaveSingleItem().Id], Cancel))[0];
        refund.Record.Text("kind").ShouldBe("REFUND");
        refund.Record.Text("order.id").ShouldBe(order);
    }

    [Fact]
    public async Task Many_orders_are_read_in_pages_and_none_is_left_out()
    {
        for (var placed = 0; placed < 130; placed++)
        {
            _shop.Order(TestShop.Line("MUG-1", 1));
        }

        var connector = _shop.Connector();
        var (seen, cursor, more) = (new HashSet<string>(), Start, true);
        for (var pages = 0; more && pages < 50; pages++)
        {
            var page = await connector.ReadChangesAsync("transaction", cursor, Cancel);
            seen.UnionWith(page.Changes.Select(change => change.Id));
            (cursor, more) = (page.Next, page.HasMore);
        }

        more.ShouldBeFalse();
        seen.Count.ShouldBe(130);
    }

    [Fact]
    public async Task A_refund_is_read_with_its_lines_and_money()
    {
        var id = await new Played(_shop).ChangeAsync("refund", 2, Cancel);

        var refund = (await _shop.Connector().ReadAsync("refund", [id], Cancel)).ShouldHaveSingleItem().Record;

        refund.Money("totalRefundedSet.shopMoney.amount").ShouldBe(10.80m, "one of two mugs of 10 with 8 % tax");
        refund.List("refundLineItems.nodes").ShouldHaveSingleItem().Text("lineItem.sku").ShouldBe("MUG-1");
        refund.List("transactions.nodes").ShouldHaveSingleItem().Text("parentTransaction.id").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_payout_that_was_paid_has_another_version()
    {
        var id = await new Played(_shop).ChangeAsync("payout", 5, Cancel);
        var connector = _shop.Connector();
        var first = (await connector.ReadChangesAsync("payout", Start, Cancel)).Changes.ShouldHaveSingleItem();
        _shop.Simulator.Find(TestShop.Domain)!.State.Find(id)!["status"] = "PAID";

        var paid = (await connector.ReadChangesAsync("payout", Start, Cancel)).Changes.ShouldHaveSingleItem();

        string.CompareOrdinal(paid.Version, first.Version).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_shop_without_payouts_of_its_own_has_an_empty_feed() =>
        (await _shop.Connector().ReadChangesAsync("payout", Start, Cancel)).Changes.ShouldBeEmpty();
}
