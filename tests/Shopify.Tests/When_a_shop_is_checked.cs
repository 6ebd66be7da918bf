using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

public sealed class When_a_shop_is_checked
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tells_shop_plan_scopes_version_and_how_long_that_is_served()
    {
        var health = await new TestShop().Connector().CheckAsync(Cancel);

        health.Ok.ShouldBeTrue(health.Detail);
        foreach (var said in new[] { TestShop.Domain, "Plus", "USD", "2026-07", "219 days", "read_orders" })
        {
            health.Detail.ShouldContain(said);
        }
    }

    [Fact]
    public async Task Only_the_scopes_that_the_flows_need_are_asked_for()
    {
        var shop = new TestShop(20_000, "read_orders", "read_customers", "read_locations");

        (await shop.Connector(TestShop.Options, ["order"], []).CheckAsync(Cancel)).Ok.ShouldBeTrue();
        var health = await shop.Connector(TestShop.Options, ["order", "return"], ["customer"]).CheckAsync(Cancel);

        health.Ok.ShouldBeFalse();
        health.Detail.ShouldContain("read_returns (for reading return)");
        health.Detail.ShouldContain("write_customers (for writing customer)");
        health.Detail.ShouldNotContain("lacks write_products");
    }

    [Fact]
    public async Task What_the_app_may_not_see_is_never_taken_for_empty()
    {
        var shop = new TestShop(20_000, "read_orders", "read_locations");
        shop.Post("customers", """{"firstName":"Ada","email":"ada@example.com"}""");
        var customer = shop.Records("Customer")[0].GetProperty("id").GetString()!;

        var fault = await Should.ThrowAsync<Exception>(
            () => shop.Connector().ReadAsync("customer", [customer], Cancel));

        fault.Message.ShouldContain("ACCESS_DENIED");
        fault.Message.ShouldContain("read_customers");
    }

    [Fact]
    public async Task A_version_the_shop_does_not_serve_is_said()
    {
        var options = TestShop.Options;
        options.ApiVersion = "2023-01";

        var health = await new TestShop().Connector(options: options).CheckAsync(Cancel);

        (health.Ok, health.Detail.Contains("2023-01", StringComparison.Ordinal)).ShouldBe((false, true));
    }
}
