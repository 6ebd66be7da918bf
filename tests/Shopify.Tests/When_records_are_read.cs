using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_records_are_read
{
    private readonly TestShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_of_120_lines_comes_whole()
    {
        var id = _shop.Order([.. Enumerable.Range(1, 120).Select(number => TestShop.Line($"SKU-{number}", number))]);

        var found = await _shop.Connector().ReadAsync("order", [id], Cancel);

        var lines = found.ShouldHaveSingleItem().Record.List("lineItems.nodes");
        lines.Select(line => line.Text("sku")).ShouldBe(Enumerable.Range(1, 120).Select(number => $"SKU-{number}"));
        found[0].Record.Flag("lineItems.pageInfo.hasNextPage").ShouldBeFalse();
    }

    [Fact]
    public async Task Sixty_orders_are_read_in_their_order_and_those_that_are_gone_left_out()
    {
        var ids = Enumerable.Range(0, 60).Select(_ => _shop.Order(TestShop.Line("MUG-1", 1))).ToList();
        ids.Insert(30, "gid://shopify/Order/404");

        var found = await _shop.Connector().ReadAsync("order", ids, Cancel);

        found.Select(each => each.Id).ShouldBe(ids.Where(id => id != "gid://shopify/Order/404"));
    }

    [Fact]
    public async Task A_SKU_is_matched_to_the_letter()
    {
        _shop.Post("products", """{"sku":"mug-1"}""");
        _shop.Post("products", """{"sku":"MUG-10"}""");
        _shop.Post("products", """{"sku":"it's 5\" \\ wide"}""");

        var found = await _shop.Connector().FindAsync(
            "inventoryItem", "sku", ["MUG-1", "it's 5\" \\ wide", "MUG"], Cancel);

        found.Select(match => match.Value).Order(StringComparer.Ordinal).ShouldBe(["MUG-1", "it's 5\" \\ wide"]);
    }

    [Fact]
    public async Task A_busy_shop_is_asked_again_for_a_while()
    {
        var id = _shop.Order(TestShop.Line("MUG-1", 1));
        _shop.Fail(429, "query", times: 2);

        (await _shop.Connector().ReadAsync("order", [id], Cancel)).ShouldHaveSingleItem();
        _shop.Budget.Refused.ShouldBe(2);
    }

    [Fact]
    public async Task A_shop_out_of_points_is_waited_for_as_long_as_it_says()
    {
        var poor = new TestShop(bucketPoints: 120);
        var ids = Enumerable.Range(0, 4).Select(_ => poor.Order(TestShop.Line("MUG-1", 1))).ToArray();
        var before = poor.Time.GetUtcNow();

        foreach (var id in Enumerable.Repeat(ids, 10).SelectMany(each => each))
        {
            (await poor.Connector().ReadAsync("order", [id], Cancel)).ShouldHaveSingleItem();
        }

        poor.Budget.Refused.ShouldBeGreaterThan(0);
        poor.Time.GetUtcNow().ShouldBeGreaterThan(before);
    }

    [Theory]
    [InlineData(401, "access token")]
    [InlineData(402, "unpaid bill")]
    [InlineData(403, "scopes")]
    [InlineData(423, "locked")]
    public async Task A_status_that_no_repeat_mends_says_what_to_do(int status, string said)
    {
        var id = _shop.Order(TestShop.Line("MUG-1", 1));
        _shop.Fail(status);

        var fault = await Should.ThrowAsync<ShopifyFault>(() => _shop.Connector().ReadAsync("order", [id], Cancel));

        fault.Message.ShouldContain(said);
        fault.Message.ShouldContain(TestShop.Domain);
        _shop.Ask("GET", "summary").GetProperty("requests").GetInt32().ShouldBe(0, "it is not asked again");
    }

    [Fact]
    public async Task The_check_names_the_shop_and_a_wrong_token()
    {
        (await _shop.Connector().CheckAsync(Cancel)).Ok.ShouldBeTrue();
        var options = TestShop.Options;
        options.AccessToken = "shpat_wrong";

        var health = await _shop.Connector(options: options).CheckAsync(Cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("access token");
        health.Detail.ShouldNotContain("shpat_wrong");
    }
}
